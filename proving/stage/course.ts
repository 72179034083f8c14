/** Tells of a run's course: each line with the seconds since it began. */
export function tellCourse(to: NodeJS.WritableStream = process.stdout): (line: string) => void {
  const began = Date.now();
  return (line) => void to.write(`${String(Math.round((Date.now() - began) / 1_000)).padStart(5)} s  ${line}\n`);
}

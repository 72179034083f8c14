/** Every test file, from the project's folder, under the name of its tier. */
export function testFiles(): Map<string, string[]>;

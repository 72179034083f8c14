import type { CalendarAsked } from './shape';

/** $1 to $8 of the statements of a calendar. */
export const valuesOf = ({ at, areas, everyone, reader, sort, kind, shut, there }: CalendarAsked): unknown[] => [
  ...[at, areas, everyone, reader, sort, kind, shut],
  there?.map(({ registerId, pathway }) => `${registerId}/${pathway}`) ?? null,
];

/** Of those who see their own people only, the latest pathway that they own. */
export const seen = (
  line: string,
): string => `p.area = any($2) and ($3 or own.staff = $4 and ${line}.pathway = (select max(n.number) from pathway n
      where n.register_id = ${line}.register_id and n.ended_type is distinct from 'corrected'))`;

/**
 * Of one sort and kind or any, and of those who are where it is asked for. A record that is not open to the reader fits wherever that is: nobody is
 * told by a filter, and nobody vanishes.
 */
export const fits = (line: string, sort: string): string => `($5::text is null or $5 = ${sort}) and ($6::text is null or ${line}.kind = $6)
    and ($8::text[] is null or ${line}.register_id = any($7::text[]) or ${line}.register_id || '/' || ${line}.pathway = any($8::text[]))`;

/** A visit is a deadline that stands by itself. */
export const SORT_OF_DEADLINE = `case when d.kind = 'oversight-visit' then 'visit' else 'deadline' end`;

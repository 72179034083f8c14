import { DEADLINE_KINDS, traitsOf } from '../../domain/pathway/kinds';

/** The kinds of deadline that ask for a meeting, and the kinds of meeting that would do. */
const ASKING = DEADLINE_KINDS.filter((kind) => traitsOf(kind).asksFor !== undefined);
const MET_BY = JSON.stringify(ASKING.flatMap((kind) => (traitsOf(kind).metBy ?? []).map((met) => ({ kind, met }))));

/** Where it was found that there is none in time, it is looked for again after so long. */
export const LOOK_AGAIN_DAYS = 7;

const MEETS = `join json_to_recordset($6) as a(kind text, met text) on a.met = m.kind and a.kind = d.kind
    where m.register_id = $1 and m.pathway = $2`;
/** One of a day before the deadline runs does nothing for it. */
const BOOKED = `${MEETS} and m.status = 'scheduled' and m."on" >= d.anchor`;

/**
 * Of a statement about a pathway ($1, $2): whether something is to be arranged for it: a booked meeting has lost its place, also
 * where its area has none any more; a meeting that is asked for has no place yet, or a place is
 * kept that is to be booked, or that nobody can use or needs any more. $4: the areas that have places; null: nothing is asked. $5 and $6: as
 * `wantsPlaceValues` gives them; $7: those of the areas that book; $8: today in London.
 */
export const WANTS_PLACE = `$4::text[] is not null and (
    exists (select from place_offer o where o.register_id = $1 and o.pathway = $2 and o.moves_from is not null)
    or exists (select from person p where p.register_id = $1 and p.area = any($4)) and (
    exists (select from deadline d where d.register_id = $1 and d.pathway = $2 and d.owed and d.kind = any($5::text[])
        and not exists (select from place_offer m ${MEETS} and (m."on" is null or m."on" >= d.anchor))
        and not exists (select from meeting m ${BOOKED}))
    or exists (select from place_offer o left join deadline d on d.register_id = $1 and d.pathway = $2 and d.id = o.deadline
        where o.register_id = $1 and o.pathway = $2
          and case when exists (select from pathway w where w.register_id = $1 and w.number = $2 and w.ended_type is not null) then true
                   when o.meeting is not null then not exists (select from meeting m where m.register_id = $1 and m.pathway = $2 and m.id = o.meeting
                                                                  and m.status = 'scheduled' and m."on" = o."on" and m.time is not distinct from o.time)
                   when d.owed is not true or exists (select from meeting m ${BOOKED}) then true
                   when o.refused is not null then false
                   when o.place is null then o.at < $8::date - ${LOOK_AGAIN_DAYS}
                   else o.area = any($7::text[]) or o."on" < $8::date or o."on" > d.due end)))`;

export const wantsPlaceValues: readonly unknown[] = [ASKING, MET_BY];

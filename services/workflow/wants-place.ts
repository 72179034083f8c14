import { DEADLINE_KINDS, traitsOf } from '../../domain/pathway/kinds';

/** The kinds of deadline that ask for a meeting, and the kinds of meeting that would do. */
export const ASKING = DEADLINE_KINDS.filter((kind) => traitsOf(kind).asksFor !== undefined);
const MET_BY = JSON.stringify(ASKING.flatMap((kind) => (traitsOf(kind).metBy ?? []).map((met) => ({ kind, met }))));

const MEETS = `select from meeting m join json_to_recordset($6) as a(kind text, met text) on a.met = m.kind
    where m.register_id = $1 and m.pathway = $2 and m.status = 'scheduled'`;

/**
 * Of a statement about a pathway ($1, $2): whether something is to be arranged for it: a meeting that is asked for has no place yet, or a place is
 * kept that nobody needs any more. $4: the areas that have places; null: nothing is asked. $5, $6: as `wantsPlaceValues` gives them.
 */
export const WANTS_PLACE = `$4::text[] is not null and exists (select from person p where p.register_id = $1 and p.area = any($4)) and (
    exists (select from deadline d where d.register_id = $1 and d.pathway = $2 and d.owed and d.kind = any($5::text[])
        and not exists (select from place_offer o where o.register_id = $1 and o.pathway = $2 and o.deadline = d.id)
        and not exists (${MEETS} and a.kind = d.kind))
    or exists (select from place_offer o left join deadline d on d.register_id = $1 and d.pathway = $2 and d.id = o.deadline
        where o.register_id = $1 and o.pathway = $2
          and case when exists (select from pathway w where w.register_id = $1 and w.number = $2 and w.ended_type is not null) then true
                   when o.meeting is null then d.owed is not true or exists (${MEETS} and a.kind = d.kind)
                   else not exists (select from meeting m where m.register_id = $1 and m.pathway = $2 and m.id = o.meeting
                                       and m.status in ('scheduled', 'held') and m."on" = o."on") end))`;

export const wantsPlaceValues: readonly unknown[] = [ASKING, MET_BY];

import { sql, type SqlBool } from 'kysely';
import { permissionsOf, STAFF_ROLES } from '../../../domain/access/roles';
import { isOneOf } from '../../../domain/text';
import { type Client, db, prepared, rowsOf } from '../../tables/query';
import type { MeetingAt } from '../notes';

/** A member of staff to whom the papers of a review open. */
export interface PanelReader {
  /** Their id. */
  readonly id: string;
  readonly name: string;
}

const invited = prepared('panel-readers', (registerId: string, pathway: number, meeting: string) =>
  db
    .selectFrom('notice')
    .innerJoin('staff', (join) => join.on(({ ref }) => sql<SqlBool>`lower(${ref('staff.email')}) = lower(${ref('notice.sent_to')})`))
    .select(['staff.id', 'staff.name', 'staff.roles'])
    .distinct()
    .where('notice.register_id', '=', registerId)
    .where('notice.pathway', '=', pathway)
    .where('notice.meeting', '=', meeting)
    .where('notice.template', '=', 'meeting-invitation')
    .where('notice.status', '=', 'sent')
    .orderBy('staff.name')
    .orderBy('staff.id'),
);

/** Those with an account of a panel to whose own address an invitation to a review went, by name. Throws where the database is away. */
export async function readPanelReaders(database: Client, { registerId, pathway, meeting }: MeetingAt): Promise<readonly PanelReader[]> {
  const rows = await rowsOf(database, invited(registerId, pathway, meeting));
  return rows.flatMap(({ id, name, roles }) =>
    permissionsOf(roles.filter(isOneOf(STAFF_ROLES))).has('reviews:read') ? [{ id, name }] : [],
  );
}

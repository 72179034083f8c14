import { readKeyRing } from '../../../infra/temporal/codec';
import { sealsOf } from '../../../infra/seals';
import { checkEverything } from '../../../services/upkeep/proof/check-everything';
import { logChecks } from '../../../services/upkeep/proof/log/log-checks';
import { coreContext } from '../../../services/rules/policies';
import { countEvents } from '../../counts/events';
import { countMails } from '../../counts/mails';
import { countDerived } from '../../counts/state';
import { expectNone, now, settled } from '../look';
import type { Step } from '../scene';

/** Everything counted from outside: what was answered and what arrived, against what is stored. */
export const count: Step = {
  title: 'Everything counted from outside',
  run: async (scene) => {
    const { topology, pool, client, caller, planted } = scene;
    await settled(scene);
    const seals = sealsOf(readKeyRing(topology.logKeys));
    const proof = await checkEverything({
      pool,
      client,
      now,
      perPerson: logChecks({ pool, core: coreContext(), seals, now }),
      mend: false,
    });
    // No notice was in hand when anything was stopped: none may have come twice.
    const mails = await countMails(pool, topology.mails(), { attemptsCut: new Map(), atCut: [] }, now());
    const counts = [...(await countEvents(pool, caller)), ...(await countDerived(pool, seals)), ...mails.counts];
    const { rows } = await pool.query<{ events: number; sent: number }>(
      `select (select count(*) from event where sequence is not null)::int as events, (select count(*) from notice where channel = 'mail' and status = 'sent')::int as sent`,
    );
    const { rows: checks } = await pool.query<{ found: string | null }>(
      `select difference->>'code' || ' ' || (difference->>'registerId') as found
         from timer_check left join lateral jsonb_array_elements(differences) as difference on true`,
    );
    const unasked = checks.flatMap(({ found }) => (found === null || planted.includes(found) ? [] : [found]));
    expectNone([
      ...unasked.map((found) => `the service's own check found ${found}, which nobody had planted`),
      ...proof.differences.map(({ code, registerId }) => `${registerId}: ${code}`),
      ...(proof.timersFound === proof.timersExpected ? [] : [`${proof.timersExpected} timers expected, ${proof.timersFound} found`]),
      ...counts.flatMap(({ name, wrong }) => wrong.map((one) => `${name}: ${one}`)),
      ...(rows[0]?.sent === mails.mails ? [] : [`${rows[0]?.sent} notices are marked as sent, ${mails.mails} mails came`]),
      ...topology.members.flatMap(({ name, endedItself }) =>
        endedItself === undefined ? [] : [`${name} ended by itself: ${endedItself}`],
      ),
    ]);
    return [
      `${caller.sent.length} requests and signals sent, each decided once and answered as it is kept; ${rows[0]?.events} events in the log, its chain whole`,
      `${proof.pathways} pathways: ${proof.timersExpected} timers expected, ${proof.timersFound} found; the log played afresh gives what is kept`,
      `the service's own checks found ${planted.join(' and ')}, and nothing else`,
      `${mails.mails} mails, ${rows[0]?.sent} notices sent, none twice`,
      ...counts.map(({ name, wrong }) => `${String(wrong.length).padStart(5)} ${name}`),
    ];
  },
};

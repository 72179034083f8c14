import { z } from 'zod';
import { DIFFERENCES } from '../../services/upkeep/proof/difference';
import { at, count, flag, instant, orNull, pathway, registerId, text } from './answers';

/** The history of a pathway's workflow. */
export const historySchema = z.strictObject({
  registerId,
  pathway,
  workflowId: text('The name of the workflow'),
  runs: z
    .array(
      z.strictObject({
        runId: text('Which run'),
        events: z
          .array(
            z.strictObject({
              eventId: text('Its number in the run'),
              at: at('When Temporal recorded it'),
              type: text('As Temporal calls it'),
              details: z.record(z.string(), z.unknown()).meta({ description: 'What it holds, decrypted' }),
            }),
          )
          .meta({ description: 'In order' }),
      }),
    )
    .meta({ description: 'The first run first' }),
});

/** The last check of timers and log. */
export const proofSchema = z.strictObject({
  provedAt: orNull(instant, 'When everything had been looked at; null: there was no check yet'),
  wellAt: orNull(instant, 'When a check last left nothing wrong behind; null: never'),
  pathways: count('How many pathways were compared'),
  timersExpected: count('Wake-ups that should have a timer'),
  timersFound: count('Those of them that have it'),
  differences: z
    .array(
      z.strictObject({
        code: z.enum(DIFFERENCES).meta({ description: 'What is wrong' }),
        registerId: text('Whose'),
        pathway: z.number().int().meta({ description: 'Which pathway' }),
        params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).meta({ description: 'Codes, dates and ids' }),
        mended: flag('Whether the check itself put it right'),
      }),
    )
    .meta({ description: 'What was found' }),
  more: count('How many differences there were beyond those listed'),
});

import { ended } from '../../operations/parts/child';
import { PlainError } from '../../infra/plain-error';
import { familyOf, gone, kill, type RunningPart } from '../stage/processes';

/** One process of the topology, as a container: it can be stopped, killed and started again where it was. */
export class Member {
  private running: RunningPart | undefined;
  private fell: string | undefined;

  constructor(
    readonly name: string,
    /** Starts it, and waits until it is ready; the same ports and data each time. */
    private readonly launch: () => Promise<RunningPart>,
    /** Where it answers: the API its callers, a worker whoever asks for its metrics. */
    readonly url = '',
  ) {}

  /** How it ended without having been stopped or killed; undefined where it never did. */
  get endedItself(): string | undefined {
    return this.fell;
  }

  /** Starts it where it does not run. Throws where it does not become ready. */
  async start(): Promise<void> {
    if (this.running) return;
    const running = await this.launch();
    this.running = running;
    void ended(running.child).then(() => {
      if (this.running === running) this.fell ??= running.child.signalCode ?? `exit code ${running.child.exitCode}`;
    });
  }

  /** Stops it in order. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    await running?.stop();
  }

  /** Kills it with all that it has started. Throws where it does not run. */
  async kill(): Promise<void> {
    const { running } = this;
    if (running?.child.pid === undefined) throw new PlainError(`${this.name} does not run`);
    this.running = undefined;
    const family = familyOf(running.child.pid);
    kill(family);
    await gone(family);
  }
}

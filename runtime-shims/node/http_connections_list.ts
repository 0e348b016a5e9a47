/** `ConnectionsList` (src/node_http_parser.cc): a server's parsers by the age of the message that each is in. */

export interface TimedParser {
  /** Milliseconds (performance.now) when the current message began; 0 between messages. */
  readonly messageStart: number;
  readonly headersCompleted: boolean;
  /** Breaks ties, as addresses do in C++. */
  readonly sequence: number;
  /** The object of the program. */
  readonly wrap: object;
}

const byAge = (a: TimedParser, b: TimedParser): number =>
  a.messageStart === b.messageStart ? a.sequence - b.sequence : a.messageStart - b.messageStart;

export class ConnectionsTable {
  readonly #all = new Set<TimedParser>();
  readonly #active = new Set<TimedParser>();

  push(parser: TimedParser, active: boolean): void {
    this.#all.add(parser);
    if (active) this.#active.add(parser);
  }

  pop(parser: TimedParser): void {
    this.#all.delete(parser);
    this.#active.delete(parser);
  }

  all(): object[] {
    return [...this.#all].sort(byAge).map(({ wrap }) => wrap);
  }

  idle(): object[] {
    return [...this.#all]
      .filter(({ messageStart }) => messageStart === 0)
      .sort(byAge)
      .map(({ wrap }) => wrap);
  }

  active(): object[] {
    return [...this.#active].sort(byAge).map(({ wrap }) => wrap);
  }

  /** Those past their time; each is told once. Times in ms; 0 means no limit. */
  expired(headersTimeout: number, requestTimeout: number, now: number): object[] {
    let [headers, request] = [headersTimeout, requestTimeout];
    if (request > 0 && headers > request) [headers, request] = [request, headers];
    const headersDeadline = headers > 0 && now > headers ? now - headers : 0;
    const requestDeadline = request > 0 && now > request ? now - request : 0;
    const expired = [...this.#active]
      .sort(byAge)
      .filter(
        (parser) =>
          (headersDeadline > 0 && !parser.headersCompleted && parser.messageStart < headersDeadline) ||
          (requestDeadline > 0 && parser.messageStart < requestDeadline),
      );
    for (const parser of expired) this.#active.delete(parser);
    return expired.map(({ wrap }) => wrap);
  }
}

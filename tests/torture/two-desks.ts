import { makeEvents } from "../bench/clients/make-events";
import { type Case, hold, type Plan, type Report, seconds, until } from "./case";
import { openCluster, startAnother } from "./desk";
import { callsFor, closeThat, greet, openDeskWithJelou, orderClose, tellDesk } from "./jelou-desk";
import { countOf, postAll } from "./post-events";
import { StreamClient } from "./stream-client";

const under = 4;
/** A call is anybody's again after its lease, and then the next attempt is due. */
const takenOverWithinMs = 60_000;

/** Two desks on one database, one of which dies with calls under way, streams open and events coming. */
async function killOne({ some }: Plan): Promise<Report> {
  const wanted = some(10_000);
  const { url: databaseUrl } = await openCluster();
  const { sandbox, desk: first } = await openDeskWithJelou({ databaseUrl });
  const second = await startAnother({ databaseUrl });
  tellDesk(sandbox, { ...first, ...second });
  const customers = await greet(sandbox, first, under + 2);
  const viewers = [first, second].map((desk) => new StreamClient(desk, first.admin.cookie));
  await Promise.all(viewers.map((viewer) => viewer.connect()));
  const [, survivor] = viewers;

  const both = await Promise.all(
    [first, second].map((desk) => postAll(desk, makeEvents(wanted / 2), { connections: 8 })),
  );
  for (const { userId } of customers.slice(0, under))
    sandbox.faults.next({ on: "close", hang: true, effect: false, userId });
  // Which desk makes a call is anybody's guess; those that the survivor makes end by its own limit.
  for (const { id } of customers.slice(0, under)) await orderClose(first, id);
  await until(async () => sandbox.callsTo("close").length === under, 5_000, 5);
  await first.kill();
  const killedAt = performance.now();
  for (const { id } of customers.slice(under)) await orderClose(second, id);
  const later = await postAll(second, makeEvents(wanted / 2), { connections: 16 });
  const ends = await Promise.all(
    customers.map(({ id }) =>
      closeThat(second, id, ({ state }) => state === "confirmed", takenOverWithinMs),
    ),
  );
  const settledMs = performance.now() - killedAt;
  const calls = customers.map((customer) => callsFor(sandbox, customer).length);
  const seqs = await second.query("select seq from live_events order by seq");
  const missing = () => seqs.filter(({ seq }) => !survivor!.seen.has(Number(seq))).length;
  const firstSeen = Math.min(...survivor!.seen.keys());
  const unseen = () => missing() - seqs.filter(({ seq }) => Number(seq) < firstSeen).length;
  await until(async () => unseen() === 0, 5_000);
  const gaps = unseen();
  const answered = [...both, later].reduce(
    (sum, { statuses }) => sum + countOf(statuses, (status) => status === 200),
    0,
  );
  // The greetings, and what Jelou tells of the closes, come on top.
  const [row] = await second.query("select count(distinct body) as n from deliveries");
  const lost = answered + customers.length - Number(row?.n);
  for (const viewer of viewers) viewer.drop();
  await second.remove();
  await first.remove();
  return {
    tried: `two desks on one PostgreSQL, ${answered} events, one desk killed with ${under} closes under way`,
    held: [
      hold(lost <= 0, `${Math.max(0, lost)} lost`),
      hold(gaps === 0, `${gaps} frames missing in the other's stream`),
      hold(
        ends.every((end) => end.state === "confirmed" && end.status === "closed"),
        `closes ${[...new Set(ends.map((end) => end.state))]} within ${seconds(settledMs)}`,
      ),
      hold(
        calls.every((made, index) => made === (index < under ? 2 : 1)),
        `calls for each ${calls.join(" ")}`,
      ),
    ],
  };
}

export const twoDesks: Record<string, Case> = { "two-desks": { waits: true, run: killOne } };

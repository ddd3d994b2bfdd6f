import { isDeepStrictEqual } from "node:util";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { recordAudit } from "@/lib/audit/write";
import type { Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";
import type { webhookAuth } from "./input";
import { type Alternates, alternatesOf, type KeyPair, mainPairOf } from "./read-webhook-keys";
import { sealAlternates } from "./seal-alternates";
import { changeRow, type requireRow, sealedHeader, sealedSecret } from "./write";

type Row = Awaited<ReturnType<typeof requireRow>>;

/**
 * What somebody registered by hand: the desk then knows of no other. Without `header` in the input the one that is set
 * stays; null takes it away. What was in force before is accepted for `overlapMs` more; the same secret again leaves an
 * overlap as it is.
 * @throws AppError not_found; conflict with `reason` and `overlapUntil` for a third secret while two are accepted
 */
export async function saveWebhookAuth(
  scope: Scope,
  id: string,
  input: z.output<typeof webhookAuth>,
) {
  const { signingSecret, header, overlapMs, endOverlap = false } = input;
  await changeRow(scope, id, async (row, tx) => {
    await recordAudit(tx, {
      action: "webhook_auth.saved",
      actorId: scope.agentId,
      subject: { kind: "project", id, name: row.name },
      projectId: id,
      detail: {
        fields: Object.keys(input).filter(
          (field) => field === "signingSecret" || field === "header",
        ),
        overlapMs,
        endOverlap,
      },
    });
    const before = keysBefore(row);
    if (signingSecret === undefined) {
      if (before.changingUntil > Date.now()) throw underWay();
      return sealAlternates(id, { changingUntil: 0, pairs: [] });
    }
    const kept = endOverlap ? [] : before.pairs;
    refuseThird(signingSecret, before.main, kept);
    const stays = before.main?.header ?? null;
    const next = { secret: signingSecret, header: header === undefined ? stays : header };
    const passes = overlapMs === 0 ? [] : passing(before.main, Date.now() + overlapMs);
    const goesOn = overlapMs > 0 || signingSecret === before.main?.secret;
    return {
      ...sealedSecret(id, signingSecret),
      ...(header === undefined ? {} : sealedHeader(id, header)),
      ...sealAlternates(id, {
        changingUntil: 0,
        pairs: beside(next, goesOn ? [...kept, ...passes] : []),
      }),
      integration: null,
    };
  });
}

/** What can't be opened proves no event, and mustn't keep people from saving what can. */
function keysBefore(row: Row): Alternates & { main: KeyPair | undefined } {
  try {
    return { main: mainPairOf(row), ...alternatesOf(row) };
  } catch {
    return { main: undefined, changingUntil: 0, pairs: [] };
  }
}

const passing = (main: KeyPair | undefined, until: number): Alternates["pairs"] =>
  main ? [{ id: uuid(), ...main, until }] : [];

/** What is accepted beside `next`: each once, for as long as any like it was promised. */
const beside = (next: KeyPair, pairs: Alternates["pairs"]) =>
  pairs
    .toSorted((a, b) => a.until - b.until)
    .filter((pair, place, all) => all.findLastIndex((other) => isSame(other, pair)) === place)
    .filter((pair) => !isSame(pair, next));

const isSame = (a: KeyPair, b: KeyPair) =>
  a.secret === b.secret && isDeepStrictEqual(a.header, b.header);

function refuseThird(secret: string, main: KeyPair | undefined, kept: Alternates["pairs"]) {
  const accepted = new Set([main, ...kept].flatMap((pair) => (pair ? [pair.secret] : [])));
  if (accepted.has(secret) || accepted.size < 2) return;
  const overlapUntil = Math.max(...kept.map((pair) => pair.until));
  throw new AppError(
    "conflict",
    `Two secrets are accepted until ${new Date(overlapUntil).toISOString()}, and there is no room for a third. Wait until ` +
      'then, or send "endOverlap": true, alone or with the new secret: the older one is then refused at once.',
    { detail: { reason: "overlap", overlapUntil } },
  );
}

const underWay = () =>
  new AppError("conflict", "Somebody is changing it at Jelou. Try again in a minute.", {
    detail: { reason: "under_way" },
  });

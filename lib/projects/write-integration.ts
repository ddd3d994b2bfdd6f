import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuid } from "uuid";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import type { CallOutcome } from "@/lib/jelou/call-gateway";
import { failureOf } from "@/lib/jelou/outcome-error";
import { changeIntegration, createIntegration } from "@/lib/jelou/register-integration";
import type { ExtraHeader } from "@/lib/jelou/verify-signature";
import { gatewayOf, getProject, webhookUrlOf } from "./read";
import {
  type Alternates,
  alternatesOf,
  forgetWebhookKeys,
  type KeyPair,
  mainPairOf,
} from "./read-webhook-keys";
import { type AuthType, type Integration, integration } from "./schema";
import { sealAlternates } from "./seal-alternates";
import { changeRow, requireRow, sealedHeader, sealedSecret } from "./write";
import { type IntegrationNote, noteIntegration } from "./write-audit";

type Row = Awaited<ReturnType<typeof requireRow>>;
type Pair = Alternates["pairs"][0];

/** How long events are taken that Jelou still signs and sends as before a change that it has accepted. */
const overlapMs = 60 * 60_000;

/** The same where nobody knows whether Jelou has changed over. */
const unclearMs = 30 * 24 * 60 * 60_000;

/** How often the desk tries to store what Jelou says only once. */
const storingPausesMs = [100, 300, 1_000, 3_000];
const storingMs = 10_000;

const basicUser = "mostrador";

/**
 * Registers our webhook at Jelou with a token of our making, and keeps the secret that Jelou shows this once. A secret
 * that was in force stays valid for an hour.
 * @throws AppError not_found; conflict with `reason`; upstream_failed, upstream_timeout, too_many_requests with `cause` and
 * Jelou's `words`; unavailable with `cause` not_stored. After upstream_timeout Jelou may have registered it.
 */
export async function connectProject(
  scope: Scope,
  id: string,
  { authType }: { authType: AuthType },
) {
  const header = newHeader(authType);
  const note = noteIntegration(scope, id, "integration.registered", authType);
  const { gateway, ...address } = await begin(scope, id, () => []);
  const outcome = await createIntegration(gateway, { ...address, header });
  if (outcome.kind !== "accepted") {
    await end(
      scope,
      id,
      () => true,
      (tx) => note(tx, causeOf(outcome)),
    );
    throw failed(outcome, "Jelou may have registered it. It shows the secret once: connect again.");
  }
  const lost =
    "Jelou registered it, but its secret could not be stored and is lost: connect again.";
  await storeAtLast(scope, id, lost, note, () => {
    const now = Date.now();
    const { signingSecret, confirmed } = outcome;
    return changeRow(scope, id, async (row, tx) => {
      await note(tx);
      return {
        ...sealedSecret(id, signingSecret),
        ...sealedHeader(id, confirmed ? header : null),
        ...sealAlternates(id, passing(row)),
        integration: asJson({
          webhookUrl: address.webhookUrl,
          authType: confirmed ? authType : "no_auth",
          registeredAt: now,
          updatedAt: now,
        }),
      };
    });
  });
  return getProject(scope, id);
}

/**
 * Tells Jelou our address as it is now and, with an authType, another token. No event is lost meanwhile: the new header is
 * good before Jelou hears of it, and the old one for an hour after, or for 30 days where Jelou's answer leaves it open.
 * @throws AppError as `connectProject`
 */
export async function updateIntegration(
  scope: Scope,
  id: string,
  { authType }: { authType?: AuthType | undefined },
) {
  const pairId = uuid();
  const header = authType && newHeader(authType);
  const note = noteIntegration(scope, id, "integration.changed", authType);
  const { gateway, ...address } = await begin(scope, id, (row) => {
    const main = mainPairOf(row);
    if (!main) throw conflict("not_registered", "There is nothing to update yet: connect first.");
    const until = Date.now() + unclearMs;
    return header === undefined ? [] : [{ id: pairId, secret: main.secret, header, until }];
  });
  const outcome = await changeIntegration(gateway, { ...address, header });
  if (outcome.kind !== "accepted") {
    const stays = (pair: Pair) => pair.id !== pairId || outcome.kind === "unclear";
    await end(scope, id, stays, (tx) => note(tx, causeOf(outcome)));
    throw failed(outcome, "Jelou may have changed it: what it sends is taken either way.");
  }
  await storeAtLast(scope, id, "Jelou took it, but the desk could not note it down.", note, () =>
    changeRow(scope, id, async (row, tx) => {
      await note(tx);
      return {
        ...(header === undefined
          ? sealAlternates(id, { ...alternatesOf(row), changingUntil: 0 })
          : {
              ...sealAlternates(id, passing(row)),
              ...sealedHeader(id, outcome.confirmed ? header : null),
            }),
        integration: asJson({
          ...registeredOf(row),
          ...(authType ? { authType: outcome.confirmed ? authType : "no_auth" } : {}),
          webhookUrl: address.webhookUrl,
          updatedAt: Date.now(),
        }),
      };
    }),
  );
  return getProject(scope, id);
}

/** Nobody else changes it from now on, and the pairs that Jelou may use from now on are good. */
async function begin(scope: Scope, id: string, added: (row: Row) => Alternates["pairs"]) {
  const begun = await write(async (tx) => {
    const row = await requireRow(tx, scope, id);
    const gateway = row.archived_at === null ? gatewayOf(row) : undefined;
    if (!gateway) {
      const reason = row.archived_at === null ? "no_credentials" : "archived";
      throw conflict(reason, "This project can't call Jelou. Save its credentials first.");
    }
    const { changingUntil, pairs } = alternatesOf(row);
    if (changingUntil > Date.now())
      throw conflict("under_way", "Somebody is changing it at Jelou. Try again in a minute.");
    const changed = {
      changingUntil: Date.now() + gateway.timeoutMs + storingMs,
      pairs: [...pairs, ...added(row)],
    };
    await tx
      .updateTable("projects")
      .set(sealAlternates(id, changed))
      .where("id", "=", id)
      .execute();
    const known = [...pairs, mainPairOf(row)].flatMap((pair) => (pair ? secretsOf(pair) : []));
    return { gateway, webhookUrl: webhookUrlOf(row), hidden: known };
  });
  forgetWebhookKeys();
  return begun;
}

/** Jelou has not done it, or nobody knows. */
async function end(
  scope: Scope,
  id: string,
  stays: (pair: Pair) => boolean,
  note: (tx: Tx) => Promise<void>,
) {
  await write(async (tx) => {
    await note(tx);
    const pairs = alternatesOf(await requireRow(tx, scope, id)).pairs.filter(stays);
    const changed = sealAlternates(id, { changingUntil: 0, pairs });
    await tx.updateTable("projects").set(changed).where("id", "=", id).execute();
  });
  forgetWebhookKeys();
}

/** What Jelou may have used until now, each for an hour at most. */
function passing(row: Row): Alternates {
  const last = Date.now() + overlapMs;
  const main = mainPairOf(row);
  const before = alternatesOf(row).pairs;
  const pairs = main ? [...before, { id: uuid(), ...main, until: last }] : before;
  return {
    changingUntil: 0,
    pairs: pairs.map((pair) => ({ ...pair, until: Math.min(pair.until, last) })),
  };
}

/** One that somebody has registered by hand is ours from now on. */
function registeredOf(row: Row): Omit<Integration, "webhookUrl" | "updatedAt"> {
  if (row.integration !== null) return integration.parse(JSON.parse(row.integration));
  const kind = mainPairOf(row)?.header?.kind;
  const authType = kind === undefined ? "no_auth" : kind === "api-key" ? "api_key" : kind;
  return { authType, registeredAt: Date.now() };
}

async function storeAtLast(
  scope: Scope,
  id: string,
  ifNot: string,
  note: IntegrationNote,
  store: () => Promise<void>,
) {
  for (const pause of storingPausesMs) {
    try {
      return await store();
    } catch {
      await sleep(pause);
    }
  }
  return store().catch(async (cause: unknown) => {
    // Whoever asks again needn't wait until this change is given up for dead.
    await end(
      scope,
      id,
      () => true,
      (tx) => note(tx, "not_stored"),
    ).catch(() => {});
    throw new AppError("unavailable", ifNot, { cause, detail: { cause: "not_stored" } });
  });
}

const secretsOf = ({ secret, header }: KeyPair) => {
  const { kind: _kind, ...values } = header ?? { kind: null };
  return [secret, ...Object.values(values)].filter((value) => value !== basicUser);
};

function newHeader(authType: AuthType): ExtraHeader | null {
  const secret = randomBytes(32).toString("base64url");
  switch (authType) {
    case "bearer":
      return { kind: "bearer", token: secret };
    case "api_key":
      return { kind: "api-key", apiKey: secret };
    case "basic":
      return { kind: "basic", username: basicUser, password: secret };
    case "no_auth":
      return null;
  }
}

const refusals: Record<number, string> = {
  401: "Jelou does not accept the credentials of this project. Save the right ones.",
  404: "Jelou knows no such project, or nothing is registered for it yet.",
  422: "Jelou finds something wrong with what it was sent.",
};

type Failure = Exclude<CallOutcome, { kind: "accepted" }>;

const causeOf = (outcome: Failure) => (outcome.kind === "limited" ? "rate_limited" : outcome.code);

const failed = (outcome: Failure, unclear: string) =>
  failureOf(outcome, {
    refused:
      (outcome.kind === "refused" && refusals[outcome.status]) || "Jelou did not take the call.",
    unreachable: "Jelou can't be reached. Nothing was changed.",
    unclear,
  });

const conflict = (reason: string, message: string) =>
  new AppError("conflict", message, { detail: { reason } });

const asJson = (value: Integration) => JSON.stringify(value);

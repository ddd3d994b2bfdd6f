import { secondFactorConfirmation, secondFactorEnd } from "@/lib/auth/input";
import { getSecondFactor } from "@/lib/auth/read-sessions";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
} from "@/lib/auth/write-second-factor";
import { json, noContent } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({}, async ({ session }) => json(await getSecondFactor(session)));

export const POST = route({}, async ({ session }) => json(await beginSecondFactor(session)));

export const PUT = route({ body: secondFactorConfirmation }, async ({ session, body }) =>
  json({ recoveryCodes: await confirmSecondFactor(session, body) }),
);

export const DELETE = route({ body: secondFactorEnd }, async ({ session, body }) => {
  await endSecondFactor(session, body);
  return noContent();
});

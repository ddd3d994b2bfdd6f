import { codeInput } from "@/lib/auth/input";
import { renewRecoveryCodes } from "@/lib/auth/write-second-factor";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const POST = route({ body: codeInput }, async ({ session, body }) =>
  json({ recoveryCodes: await renewRecoveryCodes(session, body.code) }),
);

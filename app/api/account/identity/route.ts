import { noContent } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { askToConnect, disconnectIdentities } from "@/lib/users/write-identities";

export const POST = route({}, async ({ session }) => {
  await askToConnect(session);
  return noContent();
});

export const DELETE = route({}, async ({ session }) => {
  await disconnectIdentities(session);
  return noContent();
});

import { requestJson } from "@/lib/http/request-json";
import { account } from "@/lib/users/schema";
import { saveDraft } from "./client";
import { listUnsaved } from "./keep-draft";
import { forgetLocally, listLocally } from "./keep-locally";

/** Gives the desk what only this browser has of whoever is signed in, and leaves nothing of it to the next one here. */
export async function handOverWriting() {
  const { id } = await requestJson("/api/account", account);
  await Promise.allSettled(
    listUnsaved(id).map(({ place, text }) => saveDraft(place.conversationId, place.kind, text)),
  );
  for (const path of listLocally([id])) forgetLocally([id, ...path]);
}

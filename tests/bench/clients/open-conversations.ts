import type { Child } from "../child";
import type { Desk } from "../servers/start-desk";
import type { JelouCommands } from "./jelou-process";
import { callApi } from "./sign-in";

/** New ones, in which nobody has written yet: what Jelou calls each, and the id that the desk gave it. */
export async function openConversations(desk: Desk, jelou: Child<JelouCommands>, count: number) {
  const started = await jelou.ask("startConversations", count);
  const ids = new Map<string, string>();
  let cursor: unknown = "";
  while (!started.every(({ id }) => ids.has(id)) && cursor !== null) {
    const path = `/api/conversations?status=open&limit=100${cursor ? `&cursor=${cursor}` : ""}`;
    const page = await callApi(desk.url, desk.cookie, "GET", path);
    for (const item of page.items as { id: string; jelouConversationId: string }[])
      ids.set(item.jelouConversationId, item.id);
    cursor = page.nextCursor;
  }
  return started.map((each) => ({ ...each, deskId: ids.get(each.id) ?? "" }));
}

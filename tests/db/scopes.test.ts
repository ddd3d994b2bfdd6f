import { expect, test } from "vitest";
import { listAudit } from "@/lib/audit-log/read";
import { getBulkClose, listBulkCloses } from "@/lib/bulk-closes/read";
import { createBulkClose, retryFailed, stopBulkClose } from "@/lib/bulk-closes/write";
import { listAnswers } from "@/lib/canned-answers/read";
import { changeAnswer, countUse, createAnswer, deleteAnswer } from "@/lib/canned-answers/write";
import { listParams, threadParams } from "@/lib/conversations/input";
import { getConversation } from "@/lib/conversations/read";
import { listBots } from "@/lib/conversations/read-bots";
import { countConversations, listConversations, listMatches } from "@/lib/conversations/read-list";
import { getStory } from "@/lib/conversations/read-story";
import { listMessages } from "@/lib/conversations/read-thread";
import { markRead, markUnread } from "@/lib/conversations/write";
import { assignConversation } from "@/lib/conversations/write-assignee";
import { cancelClose, markClosed, requestClose, retryClose } from "@/lib/conversations/write-close";
import { eraseContact } from "@/lib/conversations/write-erasure";
import { startAgain, startNew } from "@/lib/conversations/write-start";
import { db } from "@/lib/db/store";
import { listDrafts } from "@/lib/messages/read";
import { discardMessage, retryMessage, sendMessage } from "@/lib/messages/write";
import { saveDraft } from "@/lib/messages/write-draft";
import { writeNote } from "@/lib/messages/write-note";
import { listPresent } from "@/lib/presence/read";
import { announce } from "@/lib/presence/write";
import { getProject, listProjects } from "@/lib/projects/read";
import { checkReach } from "@/lib/projects/read-reach";
import { listReasons, listRoutes, listTemplates } from "@/lib/projects/read-setup";
import { changeProject } from "@/lib/projects/write";
import { connectProject, updateIntegration } from "@/lib/projects/write-integration";
import { createReason } from "@/lib/projects/write-reasons";
import { createRoute } from "@/lib/projects/write-routes";
import { createTemplate } from "@/lib/projects/write-templates";
import { saveWebhookAuth } from "@/lib/projects/write-webhook-auth";
import { findUpload } from "@/lib/uploads/read";
import { removeUpload } from "@/lib/uploads/write";
import { listColleagues, listUsers } from "@/lib/users/read";
import { makeLink } from "@/lib/users/write-links";
import { messagePayload } from "../support/payloads.ts";
import {
  admin,
  agentOf,
  deliver,
  findByJelouId,
  insertProject,
  insertUser,
} from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const everything = (person: ReturnType<typeof agentOf>, q?: string) =>
  listConversations(person, listParams.parse({ status: "all", limit: 100, q }));
const notFound = { code: "not_found" };

onEachEngine(() => {
  test("through no read and no write does an agent reach another project's rows", async () => {
    for (const id of ["p1", "p2"]) await insertProject(id);
    for (const id of ["agent", "admin"]) await insertUser(id);
    await db().updateTable("projects").set({ credentials: "x" }).execute();
    await deliver(
      messagePayload({ project: "p1", conversation: "mine", contact: "1" }),
      messagePayload({ project: "p2", conversation: "theirs", contact: "2", name: "Zoe" }),
    );
    const theirs = await findByJelouId("theirs");
    const input = { message: null, undoMs: 10_000 };
    const note = { text: "x", mentions: [] };
    const message = await writeNote(admin(), theirs.id, note);
    const close = await requestClose(admin(), theirs.id, input);
    const bulk = await createBulkClose(admin(), { ids: [theirs.id], message: null });
    const text = { shortcut: "x", text: "x" };
    const answer = await createAnswer(admin(), { ...text, projectId: "p2" });
    const ownAnswer = await createAnswer(admin(), text);
    const mine = agentOf("p1");
    expect(await listBulkCloses(mine)).toEqual([]);
    expect((await everything(mine)).items.map((item) => item.jelouConversationId)).toEqual([
      "mine",
    ]);
    expect((await everything(mine, "zoe")).items).toEqual([]);
    expect((await everything(mine, "zo")).items).toEqual([]);
    expect(await countConversations(mine, undefined)).toMatchObject({ inbox: 1, closing: 0 });
    expect((await listProjects(mine)).map((project) => project.id)).toEqual(["p1"]);
    const upload = {
      id: "theirs",
      owner_id: "admin",
      message_id: "m1",
      project_id: "p2",
      conversation_id: theirs.id,
      kind: "image",
      mime_type: "image/png",
      filename: "a.png",
      size: 1,
      created_at: 0,
    } as const;
    await db().insertInto("uploads").values(upload).execute();
    const attempts: (() => Promise<unknown>)[] = [
      () => findUpload(mine, "theirs"),
      () => removeUpload(mine, "theirs"),
      () => listConversations(mine, listParams.parse({ project: "p2" })),
      () => countConversations(mine, "p2"),
      () => getConversation(mine, theirs.id),
      () => listMessages(mine, theirs.id, threadParams.parse({})),
      () => markRead(mine, theirs.id),
      () => markUnread(mine, theirs.id),
      () => assignConversation(mine, theirs.id, "me"),
      () => listPresent(mine, theirs.id),
      () => announce(mine, theirs.id, "viewing"),
      () => announce(mine, theirs.id, "gone"),
      () => sendMessage(mine, theirs.id, { type: "text", text: "x" }),
      () => retryMessage(mine, message.id),
      () => discardMessage(mine, message.id),
      () => writeNote(mine, theirs.id, note),
      () => listDrafts(mine, theirs.id),
      () => saveDraft(mine, theirs.id, "note", "x"),
      () => requestClose(mine, theirs.id, input),
      () => markClosed(mine, theirs.id, "x"),
      () => cancelClose(mine, close.id),
      () => retryClose(mine, close.id),
      () => eraseContact(mine, "p2", "2"),
      () => getProject(mine, "p2"),
      () => changeProject(mine, "p2", { name: "x" }),
      () => changeProject(mine, "p2", { requireReason: true }),
      () => connectProject(mine, "p2", { authType: "bearer" }),
      () => saveWebhookAuth(mine, "p2", { signingSecret: "x", overlapMs: 0 }),
      () => updateIntegration(mine, "p2", {}),
      () => checkReach(mine, "p2"),
      () => listReasons(mine, "p2"),
      () => listTemplates(mine, "p2"),
      () => listRoutes(mine, "p2"),
      () => createReason(mine, "p2", { name: "x" }),
      () => createTemplate(mine, "p2", { name: "x", texts: { es: "x" } }),
      () => createRoute(mine, "p2", { name: "x" }),
      () => getStory(mine, theirs.id),
      () => startAgain(mine, theirs.id, {}),
      () => startNew(mine, { projectId: "p2", botId: "bot", userId: "3" }),
      () => listBots(mine, "p2"),
      () => listColleagues(mine, "p2"),
      () => listMatches(mine, { project: "p2" }, 10),
      () => getBulkClose(mine, bulk.id, { limit: 10 }),
      () => stopBulkClose(mine, bulk.id),
      () => retryFailed(mine, bulk.id),
      () => listAnswers(mine, "p2"),
      () => createAnswer(mine, { ...text, projectId: "p2" }),
      ...[answer, ownAnswer].flatMap(({ id }) => [
        () => changeAnswer(mine, id, text),
        () => deleteAnswer(mine, id),
        () => countUse(mine, id),
      ]),
    ];
    for (const attempt of attempts)
      await expect(attempt(), String(attempt)).rejects.toMatchObject(notFound);
    await expect(listUsers(mine)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listAudit(mine, { limit: 1 })).rejects.toMatchObject({ code: "forbidden" });
    await expect(makeLink(mine, "admin", "es")).rejects.toMatchObject({ code: "forbidden" });
    const unchanged = await findByJelouId("theirs");
    expect(unchanged).toMatchObject({ contact_name: "Zoe", status: "closing", close_id: close.id });
  });

  test("an agent without projects sees nothing, and an admin everything", async () => {
    await insertProject("p1");
    await deliver(messagePayload());
    expect((await everything(agentOf())).items).toEqual([]);
    expect(await countConversations(agentOf(), undefined)).toMatchObject({ inbox: 0 });
    expect(await listProjects(agentOf())).toEqual([]);
    expect((await everything(admin())).items).toHaveLength(1);
  });

  test("what can't be seen and what isn't there look the same", async () => {
    await insertProject("p2");
    await deliver(messagePayload({ project: "p2", conversation: "theirs" }));
    const { id } = await findByJelouId("theirs");
    const words = async (which: string) =>
      getConversation(agentOf("p1"), which).then(
        () => "found",
        (error: Error) => error.message,
      );
    expect(await words(id)).toBe(await words("nothing-like-it"));
  });
});

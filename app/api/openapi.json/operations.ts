import type * as z from "zod";
import { bulkInput, bulkParams } from "@/lib/bulk-closes/input";
import * as bulk from "@/lib/bulk-closes/schema";
import { logFilter, logParams, summaryParams } from "@/lib/close-log/input";
import { logPage, logSummary } from "@/lib/close-log/schema";
import * as conversationInput from "@/lib/conversations/input";
import * as conversations from "@/lib/conversations/schema";
import * as projectInput from "@/lib/projects/input";
import * as projects from "@/lib/projects/schema";
import * as userInput from "@/lib/users/input";
import * as users from "@/lib/users/schema";

type Schema = z.core.$ZodType;

export type Operation = {
  summary: string;
  query?: z.ZodObject;
  body?: Schema;
  /** What a success answers with, by status; null where it has no body. */
  answers: Record<number, Schema | null>;
  open?: boolean;
};

const { close, closeAnswer, conversation, conversationPage, counts, erased, messagePage } =
  conversations;
const { listParams, threadParams, closeInput, markInput } = conversationInput;

/** What the desk answers to, in the order of its paths. */
export const operations: Record<string, Operation> = {
  "GET /api/health/live": {
    summary: "Whether the process answers",
    answers: { 200: null },
    open: true,
  },
  "GET /api/health/ready": {
    summary: "Whether the desk takes work",
    answers: { 200: null },
    open: true,
  },
  "POST /api/webhooks/jelou/{jelouProjectId}": {
    summary: "Takes an event of Jelou's, signed by X-Jelou-Signature",
    answers: { 200: null },
    open: true,
  },
  "GET /api/conversations": {
    summary: "A page of conversations",
    query: listParams,
    answers: { 200: conversationPage },
  },
  "GET /api/conversations/counts": {
    summary: "How many there are, each exact to 999, then 1000",
    query: listParams.pick({ project: true }),
    answers: { 200: counts },
  },
  "GET /api/conversations/{id}": { summary: "One conversation", answers: { 200: conversation } },
  "GET /api/conversations/{id}/messages": {
    summary: "Its messages, newest page first, each page in time order",
    query: threadParams,
    answers: { 200: messagePage },
  },
  "POST /api/conversations/{id}/read": {
    summary: "Clears unread for the agent",
    answers: { 204: null },
  },
  "POST /api/conversations/{id}/close": {
    summary: "Plans the close; 409 with the close that is in the way",
    body: closeInput,
    answers: { 202: closeAnswer },
  },
  "POST /api/conversations/{id}/mark-closed": {
    summary: "Says it is closed, without calling Jelou",
    body: markInput,
    answers: { 200: conversation },
  },
  "GET /api/closes": {
    summary: "A page of all closes: what needs attention first, then the rest, each newest first",
    query: logParams,
    answers: { 200: logPage },
  },
  "GET /api/closes/summary": {
    summary: "The closes by day and reason, and how soon they were confirmed; the last 30 days",
    query: summaryParams,
    answers: { 200: logSummary },
  },
  "GET /api/closes.csv": {
    summary: "The closes as a table, newest first; for admins and supervisors",
    query: logFilter,
    answers: { 200: null },
  },
  "GET /api/conversations/matching": {
    summary: "How many a list with these parameters shows, exact to 20000",
    query: conversationInput.matchParams,
    answers: { 200: conversations.matching },
  },
  "GET /api/conversations/{id}/story": {
    summary: "Its closes with every attempt, its marks and starts, oldest first",
    answers: { 200: conversations.story },
  },
  "POST /api/conversations/{id}/start-again": {
    summary: "Asks Jelou to begin anew with the customer of a closed conversation",
    body: conversationInput.startInput,
    answers: { 200: conversations.started },
  },
  "GET /api/bulk-closes": {
    summary: "One's bulk closes that go on or ended lately",
    answers: { 200: bulk.bulkList },
  },
  "POST /api/bulk-closes": {
    summary: "Plans the close of many conversations, by their ids or by a filter",
    body: bulkInput,
    answers: { 202: bulk.bulkClose },
  },
  "GET /api/bulk-closes/{id}": {
    summary: "How it goes, with a page of its items",
    query: bulkParams,
    answers: { 200: bulk.bulkClose },
  },
  "POST /api/bulk-closes/{id}/stop": {
    summary: "Calls nothing more that hasn't been called yet",
    answers: { 200: bulk.bulkClose },
  },
  "POST /api/bulk-closes/{id}/retry-failed": {
    summary: "Tries the failed ones again",
    answers: { 202: bulk.bulkClose },
  },
  "POST /api/closes/{id}/cancel": {
    summary: "Undoes a close that waits",
    answers: { 200: closeAnswer },
  },
  "POST /api/closes/{id}/retry": { summary: "Tries a close again", answers: { 202: closeAnswer } },
  "GET /api/live": {
    summary:
      "Everything that changes, as server-sent events; goes on after ?after or Last-Event-ID",
    answers: { 200: null },
  },
  "GET /api/projects": {
    summary: "The projects one may see",
    answers: { 200: projects.projectList },
  },
  "POST /api/projects": {
    summary: "Adds a project",
    body: projectInput.newProject,
    answers: { 201: projects.project },
  },
  "GET /api/projects/{id}": { summary: "One project", answers: { 200: projects.project } },
  "PATCH /api/projects/{id}": {
    summary: "Changes a project",
    body: projectInput.projectChange,
    answers: { 200: projects.project },
  },
  "GET /api/projects/{id}/close-reasons": {
    summary: "The reasons that a close of the project can have",
    answers: { 200: projects.closeReasonList },
  },
  "POST /api/projects/{id}/close-reasons": {
    summary: "Adds a reason",
    body: projectInput.newReason,
    answers: { 201: projects.closeReason },
  },
  "PATCH /api/projects/{id}/close-reasons/{itemId}": {
    summary: "Changes a reason",
    body: projectInput.reasonChange,
    answers: { 200: projects.closeReason },
  },
  "DELETE /api/projects/{id}/close-reasons/{itemId}": {
    summary: "Deletes a reason; past closes keep what they had",
    answers: { 204: null },
  },
  "GET /api/projects/{id}/close-templates": {
    summary: "The templates that a close of the project can have",
    answers: { 200: projects.closeTemplateList },
  },
  "POST /api/projects/{id}/close-templates": {
    summary: "Adds a template",
    body: projectInput.newTemplate,
    answers: { 201: projects.closeTemplate },
  },
  "PATCH /api/projects/{id}/close-templates/{itemId}": {
    summary: "Changes a template",
    body: projectInput.templateChange,
    answers: { 200: projects.closeTemplate },
  },
  "DELETE /api/projects/{id}/close-templates/{itemId}": {
    summary: "Deletes a template; past closes keep what they had",
    answers: { 204: null },
  },
  "GET /api/projects/{id}/close-routes": {
    summary: "The routes that a close of the project can have",
    answers: { 200: projects.closeRouteList },
  },
  "POST /api/projects/{id}/close-routes": {
    summary: "Adds a route",
    body: projectInput.newRoute,
    answers: { 201: projects.closeRoute },
  },
  "PATCH /api/projects/{id}/close-routes/{itemId}": {
    summary: "Changes a route",
    body: projectInput.routeChange,
    answers: { 200: projects.closeRoute },
  },
  "DELETE /api/projects/{id}/close-routes/{itemId}": {
    summary: "Deletes a route; past closes keep what they had",
    answers: { 204: null },
  },
  "PUT /api/projects/{id}/credentials": {
    summary: "Sets what the desk calls Jelou with; write-only",
    body: projectInput.credentials,
    answers: { 204: null },
  },
  "PUT /api/projects/{id}/webhook-auth": {
    summary: "Sets what proves a webhook genuine; write-only",
    body: projectInput.webhookAuth,
    answers: { 204: null },
  },
  "POST /api/projects/{id}/test": {
    summary: "Whether Jelou takes the credentials; closes nothing",
    answers: { 200: projects.testAnswer },
  },
  "DELETE /api/projects/{id}/contacts/{contactId}": {
    summary:
      "Deletes what a customer wrote and is called; that his conversations were closed stays",
    answers: { 200: erased },
  },
  "GET /api/users": { summary: "All users", answers: { 200: users.userList } },
  "POST /api/users": {
    summary: "Adds a user",
    body: userInput.newUser,
    answers: { 201: users.user },
  },
  "PATCH /api/users/{id}": {
    summary: "Changes a user",
    body: userInput.userChange,
    answers: { 200: users.user },
  },
  "GET /api/account": { summary: "Who is signed in", answers: { 200: users.account } },
  "PATCH /api/account": {
    summary: "Language and theme",
    body: userInput.accountChange,
    answers: { 204: null },
  },
  "POST /api/account/password": {
    summary: "A new password; ends the other sessions",
    body: userInput.passwordChange,
    answers: { 204: null },
  },
  "POST /api/setup": {
    summary: "Makes the first admin, with the token from the log",
    body: userInput.setupInput,
    answers: { 201: null },
    open: true,
  },
};

export const components = {
  Conversation: conversation,
  Close: close,
  Message: conversations.message,
};

import { bulkInput, bulkParams } from "@/lib/bulk-closes/input";
import * as bulk from "@/lib/bulk-closes/schema";
import { logFilter, logParams, summaryParams } from "@/lib/close-log/input";
import { logPage, logSummary } from "@/lib/close-log/schema";
import * as conversationInput from "@/lib/conversations/input";
import * as conversations from "@/lib/conversations/schema";
import type { Operations } from "./operation";

const { closeAnswer, conversation } = conversations;
const { closeInput, markInput } = conversationInput;

/** Closing, of one and of many, and what it leaves behind. */
export const closeOperations: Operations = {
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
};

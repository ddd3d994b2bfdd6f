import * as input from "@/lib/conversations/input";
import * as conversations from "@/lib/conversations/schema";
import { draftInput, messageInput, noteInput } from "@/lib/messages/input";
import { draftList, messageAnswer } from "@/lib/messages/schema";
import { presenceInput } from "@/lib/presence/input";
import { presentList } from "@/lib/presence/schema";
import type { Operations } from "./operation";

const { conversation, conversationPage, counts, messagePage } = conversations;
const { listParams, threadParams } = input;

/** The list, the thread, and what is done in a conversation. */
export const conversationOperations: Operations = {
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
  "POST /api/conversations/{id}/messages": {
    summary: "Sends an answer; 409 once the conversation is closed or being closed",
    body: messageInput,
    answers: { 202: messageAnswer },
  },
  "POST /api/conversations/{id}/notes": {
    summary: "Writes a note for the team, which no customer ever gets",
    body: noteInput,
    answers: { 201: conversations.message },
  },
  "GET /api/conversations/{id}/drafts": {
    summary: "What one was writing here",
    answers: { 200: draftList },
  },
  "PUT /api/conversations/{id}/drafts/{kind}": {
    summary: 'Keeps what one is writing; kind is "answer" or "note", an empty text forgets it',
    body: draftInput,
    answers: { 204: null },
  },
  "POST /api/messages/{id}/retry": {
    summary: "Tries a message that has failed for another minute",
    answers: { 202: messageAnswer },
  },
  "POST /api/messages/{id}/discard": {
    summary: "Gives a message that has failed up, and lets what waits behind it go",
    answers: { 200: messageAnswer },
  },
  "POST /api/conversations": {
    summary:
      "Asks Jelou to begin a conversation with a customer; 409 while he has one open with the bot",
    body: input.newConversation,
    answers: { 201: conversations.startedNew },
  },
  "PUT /api/conversations/{id}/assignee": {
    summary: 'Gives it to somebody who sees the project, to oneself ("me"), or to nobody (null)',
    body: input.assigneeInput,
    answers: { 200: conversation },
  },
  "GET /api/conversations/{id}/presence": {
    summary: "Who looks at it or types in it now",
    answers: { 200: presentList },
  },
  "PUT /api/conversations/{id}/presence": {
    summary: "Says what one does in it, good for 15 seconds",
    body: presenceInput,
    answers: { 200: presentList },
  },
  "POST /api/conversations/{id}/read": {
    summary: "Clears unread and mentions for the agent",
    answers: { 204: null },
  },
  "POST /api/conversations/{id}/unread": {
    summary: "Leaves one message unread for the agent",
    answers: { 204: null },
  },
  "GET /api/conversations/matching": {
    summary: "How many a list with these parameters shows, exact to 20000",
    query: input.matchParams,
    answers: { 200: conversations.matching },
  },
};

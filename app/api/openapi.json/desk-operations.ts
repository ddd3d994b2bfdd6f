import * as answerInput from "@/lib/canned-answers/input";
import * as answers from "@/lib/canned-answers/schema";
import { mediaQuery, uploadQuery } from "@/lib/uploads/input";
import { upload } from "@/lib/uploads/schema";
import * as userInput from "@/lib/users/input";
import * as users from "@/lib/users/schema";
import type { Operations } from "./operation";

/** People, their canned answers, the live stream, Jelou's webhook and the desk itself. */
export const deskOperations: Operations = {
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
  "GET /api/live": {
    summary:
      "Everything that changes, as server-sent events; goes on after ?after or Last-Event-ID",
    answers: { 200: null },
  },
  "GET /api/canned-answers": {
    summary:
      "One's own canned answers, and those of ?project; own ones first among equal shortcuts",
    query: answerInput.answerParams,
    answers: { 200: answers.cannedAnswerList },
  },
  "POST /api/canned-answers": {
    summary: "Adds a canned answer: to a project (supervisors, admins), or one's own",
    body: answerInput.newAnswer,
    answers: { 201: answers.cannedAnswer },
  },
  "PATCH /api/canned-answers/{id}": {
    summary: "Changes a canned answer",
    body: answerInput.answerChange,
    answers: { 200: answers.cannedAnswer },
  },
  "DELETE /api/canned-answers/{id}": {
    summary: "Deletes a canned answer",
    answers: { 204: null },
  },
  "POST /api/canned-answers/{id}/used": {
    summary: "Counts one use of a canned answer",
    answers: { 204: null },
  },
  "POST /api/uploads": {
    summary:
      'Takes a file for a message: the raw body, or the field "file" of multipart/form-data. Its content says what it is',
    query: uploadQuery,
    answers: { 201: upload },
  },
  "GET /api/uploads/{id}": { summary: "The bytes of a file, or a range", answers: { 200: null } },
  "DELETE /api/uploads/{id}": {
    summary: "Deletes a file of one's own that isn't part of a message",
    answers: { 204: null },
  },
  "GET /api/media/{id}": {
    summary: "The bytes of a file, for who has a signed address of it",
    query: mediaQuery,
    answers: { 200: null },
    open: true,
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
    summary:
      "Language, theme and preferences; each preference that is given replaces the stored one whole",
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

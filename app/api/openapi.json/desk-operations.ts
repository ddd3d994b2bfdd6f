import { auditFilter, auditParams } from "@/lib/audit-log/input";
import { auditPage } from "@/lib/audit-log/schema";
import * as signIn from "@/lib/auth/account-schema";
import * as signInInput from "@/lib/auth/input";
import * as answerInput from "@/lib/canned-answers/input";
import * as answers from "@/lib/canned-answers/schema";
import { readiness } from "@/lib/health/schema";
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
    summary: "Whether the desk takes work, and what it lacks where it doesn't",
    answers: { 200: readiness },
    open: true,
  },
  "GET /api/metrics": {
    summary: "Figures for Prometheus, for who sends Authorization: Bearer and METRICS_TOKEN",
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
  "GET /api/audit": {
    summary: "A page of who did what, newest first; for admins",
    query: auditParams,
    answers: { 200: auditPage },
  },
  "GET /api/audit.csv": {
    summary: "The same as a table",
    query: auditFilter,
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
    summary:
      "Changes a user. 409 for an admin's own e-mail, password, second factor and identity: /api/account changes these",
    body: userInput.userChange,
    answers: { 200: users.user },
  },
  "POST /api/users/{id}/link": {
    summary:
      "Makes a link that works once: an invitation while the user has no way in, else a new password. 409 for oneself",
    answers: { 201: users.userLink },
  },
  "POST /api/password-reset": {
    summary: "Mails a link for a new password, if there is such a user and the desk can mail",
    body: userInput.resetRequest,
    answers: { 202: null },
    open: true,
  },
  "POST /api/password-reset/check": {
    summary: "Whose link it is; 404 when it ended, was used or never was",
    body: userInput.linkToken,
    answers: { 200: users.oneTimeLink },
    open: true,
  },
  "POST /api/password-reset/use": {
    summary: "Sets a password by a link, an invitation too; ends the user's sessions",
    body: userInput.linkPassword,
    answers: { 204: null },
    open: true,
  },
  "POST /api/invitation/identity": {
    summary: "Keeps an invitation in a cookie while its owner signs in at the OpenID provider",
    body: userInput.linkToken,
    answers: { 204: null },
    open: true,
  },
  "POST /api/account/identity": {
    summary:
      "Connects the account that next comes back from the OpenID provider to this browser; takes the password",
    body: signInInput.passwordInput,
    answers: { 204: null },
  },
  "DELETE /api/account/identity": {
    summary: "Disconnects it; ends the other sessions. 409 for who has no password",
    answers: { 204: null },
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
  "GET /api/account/sessions": {
    summary: "Where one is signed in, this session first",
    answers: { 200: signIn.ownSessionList },
  },
  "DELETE /api/account/sessions": {
    summary: "Ends all of one's sessions but this one",
    answers: { 204: null },
  },
  "DELETE /api/account/sessions/{id}": {
    summary: "Ends one of one's sessions",
    answers: { 204: null },
  },
  "GET /api/account/second-factor": {
    summary:
      "Since when codes of an authenticator are asked for, and how many recovery codes are left",
    answers: { 200: signIn.secondFactor },
  },
  "POST /api/account/second-factor": {
    summary: "A secret for an authenticator, which counts once it is confirmed by PUT",
    answers: { 200: signIn.secondFactorStart },
  },
  "PUT /api/account/second-factor": {
    summary:
      "Switches the second factor on by a code, and the password of who has one; answers with the recovery codes, once",
    body: signInInput.secondFactorConfirmation,
    answers: { 200: signIn.recoveryCodeList },
  },
  "DELETE /api/account/second-factor": {
    summary: "Switches the second factor off, by the password or a code",
    body: signInInput.secondFactorEnd,
    answers: { 204: null },
  },
  "POST /api/account/recovery-codes": {
    summary: "New recovery codes in place of the old ones",
    body: signInInput.codeInput,
    answers: { 200: signIn.recoveryCodeList },
  },
  "POST /api/setup": {
    summary: "Makes the first admin, with the token from the log",
    body: userInput.setupInput,
    answers: { 201: null },
    open: true,
  },
};

import { botList, erased } from "@/lib/conversations/schema";
import * as projectInput from "@/lib/projects/input";
import * as projects from "@/lib/projects/schema";
import { colleagueList } from "@/lib/users/schema";
import type { Operations } from "./operation";

/** Projects, their secrets and what they close with. */
export const projectOperations: Operations = {
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
  "GET /api/projects/{id}/people": {
    summary: "Who may work in it, by name",
    answers: { 200: colleagueList },
  },
  "GET /api/projects/{id}/bots": {
    summary: "The bots that have had conversations in it, at most a hundred",
    answers: { 200: botList },
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
    summary:
      "Sets what proves a webhook genuine, what was in force before counting for overlapMs more; write-only",
    body: projectInput.webhookAuth,
    answers: { 204: null },
  },
  "POST /api/projects/{id}/integration": {
    summary: "Registers the desk's webhook at Jelou and keeps the secret that Jelou gives once",
    body: projectInput.newIntegration,
    answers: { 201: projects.project },
  },
  "PATCH /api/projects/{id}/integration": {
    summary: "Tells Jelou the webhook's address anew and, with an authType, another token",
    body: projectInput.integrationChange,
    answers: { 200: projects.project },
  },
  "POST /api/projects/{id}/integration/check": {
    summary: "Whether the desk's address is public https and answers the desk itself",
    answers: { 200: projects.reachAnswer },
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
};

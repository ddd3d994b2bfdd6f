import * as z from "zod";
import { close, conversation, message } from "@/lib/conversations/schema";
import { statusByCode } from "@/lib/errors";
import { json } from "@/lib/http/respond";
import { closeOperations } from "./close-operations";
import { conversationOperations } from "./conversation-operations";
import { deliveryOperations } from "./delivery-operations";
import { deskOperations } from "./desk-operations";
import type { Operation, Operations } from "./operation";
import { projectOperations } from "./project-operations";

const operations: Operations = {
  ...conversationOperations,
  ...closeOperations,
  ...projectOperations,
  ...deliveryOperations,
  ...deskOperations,
};
const components = { Conversation: conversation, Close: close, Message: message };

export const dynamic = "force-static";

export const GET = () => json(document());

const asJson = (schema: z.core.$ZodType | null) =>
  schema && { "application/json": { schema: z.toJSONSchema(schema, { unrepresentable: "any" }) } };

/** OpenAPI 3.1, made of the schemas that the routes themselves parse with. */
function document() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = name.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(path, operation) };
  }
  const schemas = Object.entries(components).map(([name, schema]) => [
    name,
    z.toJSONSchema(schema),
  ]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Mostrador",
      version: "1",
      description: "Times are milliseconds since 1970, UTC.",
    },
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
      },
      responses: { Error: { description: "What is wrong", content: asJson(errorBody) } },
    },
  };
}

const errorBody = z.object({
  error: z.object({
    code: z.enum(Object.keys(statusByCode) as [string, ...string[]]),
    message: z.string(),
    requestId: z.string(),
    fields: z.record(z.string(), z.array(z.string())).optional(),
  }),
});

function describe(path: string, { summary, query, body, answers, open }: Operation) {
  const responses = Object.entries(answers).map(([status, schema]) => [
    status,
    { description: "Done", ...(schema ? { content: asJson(schema) } : {}) },
  ]);
  return {
    summary,
    ...(open ? {} : { security: [{ session: [] }] }),
    parameters: [...inPath(path), ...inQuery(query)],
    ...(body ? { requestBody: { required: true, content: asJson(body) } } : {}),
    responses: {
      ...Object.fromEntries(responses),
      default: { $ref: "#/components/responses/Error" },
    },
  };
}

const inPath = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

const inQuery = (query: z.ZodObject | undefined) =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema: z.toJSONSchema(schema as z.ZodType, { io: "input", unrepresentable: "any" }),
  }));

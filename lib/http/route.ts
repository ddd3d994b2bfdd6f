import * as z from "zod";
import { recordRefusal } from "@/lib/audit/record-refusal";
import { requireSession } from "@/lib/auth/gate";
import type { Role } from "@/lib/auth/schema";
import type { Scope } from "@/lib/auth/scope";
import type { Session } from "@/lib/auth/sessions";
import { isNearlyFull } from "@/lib/disk-space";
import { env } from "@/lib/env";
import { AppError, isAppError } from "@/lib/errors";
import { cleanText } from "@/lib/jelou/clean-text";
import { allowChange } from "./allow-change";
import { checkOrigin } from "./check-origin";
import { readLimited } from "./read-limited";
import { errorResponse } from "./respond";

const mostJsonBytes = 1024 * 1024;
/** What a stranger may have us read; an e-mail, a token and a password are far less. */
const mostStrangersBytes = 16 * 1024;

type Schemas = { params?: z.ZodType; query?: z.ZodType; body?: z.ZodType };
type Output<T> = T extends z.ZodType ? z.output<T> : undefined;

type Context<S extends Schemas> = {
  request: Request;
  session: Session;
  scope: Scope;
  params: Output<S["params"]>;
  query: Output<S["query"]>;
  body: Output<S["body"]>;
};

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

type Spec = {
  roles?: readonly Role[];
  anyBody?: boolean;
  /** For changes that are still taken when the disk is nearly full: what ends or undoes something. Deleting always is. */
  whenFull?: boolean;
  /** Of a change that is worth more than one. */
  cost?: number;
};

/**
 * A route handler for signed-in people: session, role, origin, content type and input are checked before `handle` runs,
 * and every error becomes an answer in the one form.
 */
export function route<S extends Schemas>(
  spec: S & Spec,
  handle: (context: Context<S>) => Promise<Response>,
): Handler {
  return publicRoute(async (request, rawParams) => {
    const session = await requireSession(request.headers);
    try {
      return await answer(spec, handle, session, request, rawParams);
    } catch (error) {
      if (isAppError(error) && error.code === "forbidden") {
        const { pathname: path } = new URL(request.url);
        const refused = { method: request.method, path, params: rawParams };
        await recordRefusal({ userId: session.user.id, ...refused, reason: error.detail?.reason });
      }
      throw error;
    }
  }, spec);
}

async function answer<S extends Schemas>(
  spec: S & Spec,
  handle: (context: Context<S>) => Promise<Response>,
  session: Session,
  request: Request,
  rawParams: unknown,
) {
  if (spec.roles && !spec.roles.includes(session.user.role)) {
    throw new AppError("forbidden", "Your role doesn't allow this. Ask an admin.");
  }
  if (isChanging(request.method)) allowChange(session.id, spec.cost ?? 1);
  if (isGrowing(request.method) && !spec.whenFull) requireRoom();
  const url = new URL(request.url);
  const context = {
    request,
    session,
    scope: session.scope,
    params: spec.params ? parseParams(spec.params, rawParams) : undefined,
    query: spec.query?.parse(Object.fromEntries([...url.searchParams].map(cleanPair))),
    body: spec.body?.parse(await readJson(request, mostJsonBytes)),
  };
  return handle(context as Context<S>);
}

/**
 * A route handler for anybody: only the origin, that what comes is JSON (or `anyBody`) and the form of errors are looked
 * after.
 */
export function publicRoute(
  handle: (request: Request, params: unknown) => Promise<Response>,
  { anyBody = false }: { anyBody?: boolean } = {},
): Handler {
  return async (request, { params }) => {
    try {
      if (isChanging(request.method)) {
        if (!anyBody) checkContentType(request);
        checkOrigin(request.headers, env().appUrl);
      }
      return await handle(request, await params);
    } catch (error) {
      return errorResponse(error, new URL(request.url).pathname);
    }
  };
}

const isChanging = (method: string) => method !== "GET" && method !== "HEAD";
const isGrowing = (method: string) => isChanging(method) && method !== "DELETE";

/** Jelou's events, which come but once, and what became of calls that are made have the last of the room. */
function requireRoom() {
  if (!isNearlyFull()) return;
  const refusal = "The disk is nearly full, so nothing is changed until an admin makes room.";
  throw new AppError("unavailable", refusal, { detail: { reason: "disk_nearly_full" } });
}

/** @throws AppError bad_input when the body isn't JSON; too_large */
export async function readJson(request: Request, mostBytes = mostStrangersBytes): Promise<unknown> {
  const raw = await readLimited(request, mostBytes);
  try {
    return JSON.parse(raw.toString("utf8"), (_key, value: unknown) =>
      typeof value === "string" ? cleanText(value) : value,
    );
  } catch {
    throw new AppError("bad_input", "The body is not JSON.");
  }
}

/** What one database would store and the other refuse is made alike here. */
const cleanPair = ([name, value]: [string, string]) => [name, cleanText(value)] as const;

function checkContentType(request: Request) {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError("unsupported", "Send this as Content-Type: application/json.");
  }
}

/** An id that can't be one is one that nobody has. */
function parseParams(schema: z.ZodType, params: unknown) {
  const pairs = Object.entries(params as Record<string, string>).map(cleanPair);
  const parsed = schema.safeParse(Object.fromEntries(pairs));
  if (!parsed.success) throw new AppError("not_found", "There is nothing at this address.");
  return parsed.data;
}

const id = z.string().regex(/^[\w-]{1,100}$/);
export const idParam = z.object({ id });
/** Of something that belongs to another: `/projects/{id}/close-reasons/{itemId}`. */
export const itemParams = z.object({ id, itemId: id });

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import type {
  credentials,
  integrationChange,
  NewProject,
  NewReason,
  NewRoute,
  NewTemplate,
  newIntegration,
  ProjectChange,
  ReasonChange,
  RouteChange,
  TemplateChange,
  webhookAuth,
} from "./input";
import { closeReasonsQuery, projectKeys } from "./query";
import {
  type CloseReason,
  type CloseRoute,
  type CloseTemplate,
  closeReason,
  closeRoute,
  closeTemplate,
  type Project,
  type ProjectSummary,
  project,
  projectSummary,
  type TestAnswer,
  testAnswer,
} from "./schema";

/** A change of the projects, after which they are read anew. */
function useProjectMutation<Answer, Input>(mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation<Answer, RequestError, Input>({
    mutationFn,
    onSuccess: () => queries.invalidateQueries({ queryKey: projectKeys.all }),
  });
}

export const useCreateProject = () =>
  useProjectMutation<Project, NewProject>((body) =>
    requestJson("/api/projects", project, { method: "POST", body }),
  );

export const useChangeProject = (id: string) =>
  useProjectMutation<Project, ProjectChange>((body) =>
    requestJson(`/api/projects/${id}`, project, { method: "PATCH", body }),
  );

export const useSaveCredentials = (id: string) =>
  useProjectMutation<unknown, z.input<typeof credentials>>((body) =>
    requestJson(`/api/projects/${id}/credentials`, z.void(), { method: "PUT", body }),
  );

export const useSaveWebhookAuth = (id: string) =>
  useProjectMutation<unknown, z.input<typeof webhookAuth>>((body) =>
    requestJson(`/api/projects/${id}/webhook-auth`, z.void(), { method: "PUT", body }),
  );

export const useTestCredentials = (id: string) =>
  useMutation<TestAnswer, RequestError, void>({
    mutationFn: () => requestJson(`/api/projects/${id}/test`, testAnswer, { method: "POST" }),
  });

export const useConnectProject = (id: string) =>
  useProjectMutation<Project, z.input<typeof newIntegration>>((body) =>
    requestJson(`/api/projects/${id}/integration`, project, { method: "POST", body }),
  );

export const useUpdateIntegration = (id: string) =>
  useProjectMutation<Project, z.input<typeof integrationChange>>((body) =>
    requestJson(`/api/projects/${id}/integration`, project, { method: "PATCH", body }),
  );

export type Rules = Pick<
  ProjectSummary,
  "requireReason" | "undoMs" | "closeOthers" | "defaultMessage" | "autoClose"
>;

export const useChangeRules = (id: string) =>
  useProjectMutation<ProjectSummary, Partial<Rules>>((body) =>
    requestJson(`/api/projects/${id}`, projectSummary, { method: "PATCH", body }),
  );

export type SetupKind = "close-reasons" | "close-templates" | "close-routes";

function saveItem<T extends z.ZodMiniType>(
  path: `/api/projects/${string}/${SetupKind}`,
  id: string | undefined,
  schema: T,
  body: object,
) {
  return id === undefined
    ? requestJson(path, schema, { method: "POST", body })
    : requestJson(`${path}/${id}`, schema, { method: "PATCH", body });
}

/** Without an id a new one, as with templates and routes. */
export const useSaveReason = (projectId: string, id?: string) =>
  useProjectMutation<CloseReason, NewReason | ReasonChange>((body) =>
    saveItem(`/api/projects/${projectId}/close-reasons`, id, closeReason, body),
  );

export const useSaveTemplate = (projectId: string, id?: string) =>
  useProjectMutation<CloseTemplate, NewTemplate | TemplateChange>((body) =>
    saveItem(`/api/projects/${projectId}/close-templates`, id, closeTemplate, body),
  );

export const useSaveRoute = (projectId: string, id?: string) =>
  useProjectMutation<CloseRoute, NewRoute | RouteChange>((body) =>
    saveItem(`/api/projects/${projectId}/close-routes`, id, closeRoute, body),
  );

/** One that somebody else has deleted meanwhile is gone all the same. */
export const useDeleteItem = (projectId: string, kind: SetupKind) =>
  useProjectMutation<unknown, string>((id) =>
    requestJson(`/api/projects/${projectId}/${kind}/${id}`, z.void(), { method: "DELETE" }).catch(
      (error: RequestError) => {
        if (error.code !== "not_found") throw error;
      },
    ),
  );

/** Shown in its new place at once; several moves are sent one after another. */
export function useMoveReason(projectId: string) {
  const queries = useQueryClient();
  const { queryKey } = closeReasonsQuery(projectId);
  const mutationKey = [...queryKey, "move"];
  return useMutation<CloseReason, RequestError, { id: string; order: number }>({
    mutationKey,
    scope: { id: mutationKey.join("/") },
    mutationFn: ({ id, order }) =>
      saveItem(`/api/projects/${projectId}/close-reasons`, id, closeReason, { order }),
    onMutate: async ({ id, order }) => {
      await queries.cancelQueries({ queryKey });
      queries.setQueryData<CloseReason[]>(queryKey, (reasons = []) => {
        const moved = reasons.filter((each) => each.id === id);
        return reasons.filter((each) => each.id !== id).toSpliced(order, 0, ...moved);
      });
    },
    onSettled: () => {
      if (queries.isMutating({ mutationKey }) === 1) return queries.invalidateQueries({ queryKey });
    },
  });
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import type { credentials, NewProject, ProjectChange, webhookAuth } from "./input";
import { projectKeys } from "./query";
import { type Project, project, type TestAnswer, testAnswer } from "./schema";

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

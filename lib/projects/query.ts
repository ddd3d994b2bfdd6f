import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/lib/http/request-json";
import {
  closeReasonList,
  closeRouteList,
  closeTemplateList,
  type Project,
  project,
  projectList,
  reachAnswer,
} from "./schema";

export const projectKeys = { all: ["projects"] as const };

/** What the viewer may see of the projects; an admin gets whole ones. */
export const projectsQuery = () =>
  queryOptions({
    queryKey: projectKeys.all,
    queryFn: async ({ signal }) =>
      (await requestJson("/api/projects", projectList, { signal })).items,
  });

/** Whether Jelou can get to the desk. Apart from the projects, which are read anew with every close. */
export const reachQuery = (projectId: string) =>
  queryOptions({
    queryKey: ["reach", projectId],
    queryFn: ({ signal }) =>
      requestJson(`/api/projects/${projectId}/integration/check`, reachAnswer, {
        method: "POST",
        signal,
      }),
    staleTime: 60_000,
    retry: false,
  });

/** In their order, those switched off too. */
export const closeReasonsQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...projectKeys.all, projectId, "reasons"],
    queryFn: async ({ signal }) =>
      (await requestJson(`/api/projects/${projectId}/close-reasons`, closeReasonList, { signal }))
        .items,
  });

export const closeTemplatesQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...projectKeys.all, projectId, "templates"],
    queryFn: async ({ signal }) =>
      (
        await requestJson(`/api/projects/${projectId}/close-templates`, closeTemplateList, {
          signal,
        })
      ).items,
  });

export const closeRoutesQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...projectKeys.all, projectId, "routes"],
    queryFn: async ({ signal }) =>
      (await requestJson(`/api/projects/${projectId}/close-routes`, closeRouteList, { signal }))
        .items,
  });

export const isWholeProject = (item: object): item is Project => project.safeParse(item).success;

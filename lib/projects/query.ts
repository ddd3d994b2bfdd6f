import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/lib/http/request-json";
import { type Project, project, projectList } from "./schema";

export const projectKeys = { all: ["projects"] as const };

/** What the viewer may see of the projects; an admin gets whole ones. */
export const projectsQuery = () =>
  queryOptions({
    queryKey: projectKeys.all,
    queryFn: async ({ signal }) =>
      (await requestJson("/api/projects", projectList, { signal })).items,
  });

export const isWholeProject = (item: object): item is Project => project.safeParse(item).success;

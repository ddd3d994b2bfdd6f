import type { Project, ReachAnswer } from "@/lib/projects/schema";

export type StepState = "done" | "todo" | "waiting" | "warning" | "checking";

/** `words`: which of the step's texts says how it stands. */
export type ConnectStep =
  | { id: "credentials"; state: "done" | "todo"; words: "done" | "todo" }
  | { id: "secret"; state: "done" | "todo"; words: "done" | "todo" }
  | {
      id: "address";
      state: "done" | "warning" | "checking";
      words: "done" | "proven" | "private" | "silent" | "failed" | "checking";
    }
  | {
      id: "event";
      state: "done" | "waiting" | "todo";
      words: "done" | "doneByHand" | "waiting" | "todo";
    }
  | { id: "close"; state: "done" | "todo"; words: "done" | "todo" };

export type Reach = { data: ReachAnswer | undefined; isError: boolean };

/** What a project needs until it is connected, in order, each with how it stands. */
export function toConnectSteps(project: Project, reach: Reach): ConnectStep[] {
  const plain = (isDone: boolean) => {
    const state = isDone ? ("done" as const) : ("todo" as const);
    return { state, words: state };
  };
  return [
    { id: "credentials", ...plain(project.credentials !== null) },
    { id: "secret", ...plain(project.webhookSecret !== null) },
    { id: "address", ...(isProven(project) ? proven : addressStep(reach)) },
    { id: "event", ...eventStep(project) },
    { id: "close", ...plain(project.health.lastCloseAt !== null) },
  ];
}

/** Whether events come, are to come, or can't. */
export function connectionOf(project: Project): "off" | "waiting" | "connected" {
  if (project.webhookSecret === null) return "off";
  const first = project.integration
    ? project.integration.firstEventAt
    : project.health.lastWebhookAt;
  return first === null ? "waiting" : "connected";
}

/** An event has come to where the desk is now: no check of ours tells as much. */
export const isProven = (project: Project) =>
  connectionOf(project) === "connected" && project.integration?.webhookUrl === project.webhookUrl;

const proven = { state: "done", words: "proven" } as const;

function addressStep({ data, isError }: Reach) {
  if (isError) return { state: "warning", words: "failed" } as const;
  if (!data) return { state: "checking", words: "checking" } as const;
  if (!data.isPublic) return { state: "warning", words: "private" } as const;
  return data.reachable
    ? ({ state: "done", words: "done" } as const)
    : ({ state: "warning", words: "silent" } as const);
}

function eventStep(project: Project) {
  switch (connectionOf(project)) {
    case "connected":
      return { state: "done", words: project.integration ? "done" : "doneByHand" } as const;
    case "waiting":
      return { state: "waiting", words: "waiting" } as const;
    case "off":
      return { state: "todo", words: "todo" } as const;
  }
}

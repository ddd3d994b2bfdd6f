"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, useDeferredValue, useState } from "react";
import { AdminPage } from "@/components/admin/admin-page";
import { QueryFaces } from "@/components/admin/query-faces";
import { ProjectPicker, useChosenProject } from "@/components/closing-setup/project-choice";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { cannedAnswersQuery } from "@/lib/canned-answers/query";
import { filterAnswers } from "@/lib/canned-answers/rank-answers";
import type { CannedAnswer } from "@/lib/canned-answers/schema";
import type { ProjectSummary } from "@/lib/projects/schema";
import { AnswerSection } from "./answer-section";

/** The texts that one has at hand while writing: one's own, and the project's. */
export function AnswersScreen() {
  const t = useTranslations("cannedAnswers");
  const { query, projects, project, isAnother } = useChosenProject();
  const picker = project && projects.length > 1 && (
    <ProjectPicker label={t("project")} projects={projects} project={project} />
  );
  return (
    <AdminPage title={t("title")} intro={t("intro")} action={picker}>
      <QueryFaces
        query={query}
        loading={t("loading")}
        failed={t("failed")}
        tryAgain={t("tryAgain")}
      />
      {project && isAnother && (
        <Notice tone="alert">{t("unknownProject", { name: project.name })}</Notice>
      )}
      {query.data && <Answers key={project?.id} project={project} />}
    </AdminPage>
  );
}

function Answers({ project }: { project: ProjectSummary | undefined }) {
  const t = useTranslations("cannedAnswers");
  const query = useQuery(cannedAnswersQuery(project?.id));
  const [search, setSearch] = useState("");
  // A long list follows what is typed, and doesn't hold it up.
  const text = useDeferredValue(search.trim());
  return (
    <>
      <QueryFaces
        query={query}
        loading={t("loading")}
        failed={t("failed")}
        tryAgain={t("tryAgain")}
      />
      {query.data && (query.data.length > 0 || text !== "") && (
        <div className="-mb-2 sm:w-80">
          <TextField type="search" label={t("search")} value={search} onChange={setSearch} />
        </div>
      )}
      {query.data && (
        <FoundAnswers project={project} answers={query.data} text={text} onSearch={setSearch} />
      )}
    </>
  );
}

type FoundProps = {
  project: ProjectSummary | undefined;
  answers: CannedAnswer[];
  /** Only those that hold it; all of them where it is empty. */
  text: string;
  onSearch: (text: string) => void;
};

const FoundAnswers = memo(function FoundAnswers({ project, answers, text, onSearch }: FoundProps) {
  const t = useTranslations("cannedAnswers");
  const found = filterAnswers(answers, text);
  const [own, shared] = [found.filter(isOwn), found.filter((each) => !isOwn(each))];
  const isNarrowed = text !== "";
  return (
    <>
      <span role="status" className="sr-only">
        {isNarrowed && t("found", { count: found.length })}
      </span>
      {isNarrowed && found.length === 0 ? (
        <EmptyState
          icon={<SearchX size={28} />}
          title={t("noMatch", { text })}
          action={<Button onPress={() => onSearch("")}>{t("clearSearch")}</Button>}
        />
      ) : (
        <div className="rounded-lg border border-line bg-surface px-4 sm:px-5">
          {(!isNarrowed || own.length > 0) && (
            <AnswerSection answers={own} exampleProject={project?.name ?? t("anyProject")} />
          )}
          {project && (!isNarrowed || shared.length > 0) && (
            <AnswerSection
              project={project}
              answers={shared}
              exampleProject={project.name}
              shadowed={new Set(answers.filter(isOwn).map(({ shortcut }) => shortcut))}
            />
          )}
        </div>
      )}
    </>
  );
});

const isOwn = ({ projectId }: CannedAnswer) => projectId === null;

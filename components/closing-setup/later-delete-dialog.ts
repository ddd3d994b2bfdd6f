"use client";

import dynamic from "next/dynamic";

/** The one of all three lists, loaded when something is to be deleted. */
export const DeleteDialog = dynamic(
  () => import("./delete-dialog").then((module) => module.DeleteDialog),
  { loading: () => null },
);

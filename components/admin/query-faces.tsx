"use client";

import { LoadFailed } from "@/components/ui/load-failed";
import { Skeleton } from "@/components/ui/skeleton";

type Props = {
  query: { isPending: boolean; isError: boolean; refetch: () => Promise<unknown> };
  loading: string;
  failed: string;
  tryAgain: string;
};

/** What stands where a list is to come: that it is being loaded, or that it couldn't be. */
export function QueryFaces({ query, loading, failed, tryAgain }: Props) {
  if (query.isPending) {
    return (
      <div role="status" aria-label={loading} className="flex flex-col gap-3">
        <Skeleton className="h-16 w-full" />
        <Skeleton className="h-16 w-full" />
      </div>
    );
  }
  if (!query.isError) return null;
  return <LoadFailed title={failed} tryAgain={tryAgain} onRetry={() => void query.refetch()} />;
}

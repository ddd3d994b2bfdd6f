import { CloudOff } from "lucide-react";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

type Props = { title: string; hint?: string; tryAgain: string; onRetry: () => void };

/** What stands where a list couldn't be loaded. */
export const LoadFailed = ({ title, hint, tryAgain, onRetry }: Props) => (
  <EmptyState
    icon={<CloudOff size={28} />}
    title={title}
    action={<Button onPress={onRetry}>{tryAgain}</Button>}
  >
    {hint}
  </EmptyState>
);

import type { User } from "@/lib/users/schema";

/** Whether a user has no way in yet, so that a link for him is an invitation. */
export const isInvited = ({ hasPassword, connected }: User) => !hasPassword && !connected;

import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AuditAction } from "@/lib/audit/schema";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Each route that changes something: what it leaves in the audit log, or why it needs to leave nothing. */
export const auditedRoutes: Record<string, AuditAction[] | string> = {
  "POST /api/auth/[...nextauth]": ["session.started", "session.refused", "session.ended"],
  "POST /api/setup": ["user.created"],
  "POST /api/users": ["user.created"],
  "PATCH /api/users/[id]": ["user.changed"],
  "POST /api/users/[id]/link": ["invitation.made", "password.reset_asked"],
  "POST /api/password-reset": ["password.reset_asked"],
  "POST /api/password-reset/use": ["password.reset", "invitation.taken"],
  "POST /api/account/password": ["password.changed"],
  "PUT /api/account/second-factor": ["second_factor.on"],
  "DELETE /api/account/second-factor": ["second_factor.off"],
  "POST /api/account/recovery-codes": ["recovery_codes.made"],
  "DELETE /api/account/sessions": ["session.ended"],
  "DELETE /api/account/sessions/[id]": ["session.ended"],
  "DELETE /api/account/identity": ["identity.unlinked"],
  "POST /api/projects": ["project.created"],
  "PATCH /api/projects/[id]": ["project.changed", "closing_setup.changed"],
  "PUT /api/projects/[id]/credentials": ["credentials.saved"],
  "PUT /api/projects/[id]/webhook-auth": ["webhook_auth.saved"],
  "POST /api/projects/[id]/test": ["credentials.tested"],
  "POST /api/projects/[id]/integration": ["integration.registered"],
  "PATCH /api/projects/[id]/integration": ["integration.changed"],
  "POST /api/projects/[id]/integration/check":
    "looks, and changes nothing; the projects' screen asks by itself",
  "DELETE /api/projects/[id]/contacts/[contactId]": ["contact.erased"],
  "POST /api/projects/[id]/close-reasons": ["closing_setup.changed"],
  "PATCH /api/projects/[id]/close-reasons/[itemId]": ["closing_setup.changed"],
  "DELETE /api/projects/[id]/close-reasons/[itemId]": ["closing_setup.changed"],
  "POST /api/projects/[id]/close-templates": ["closing_setup.changed"],
  "PATCH /api/projects/[id]/close-templates/[itemId]": ["closing_setup.changed"],
  "DELETE /api/projects/[id]/close-templates/[itemId]": ["closing_setup.changed"],
  "POST /api/projects/[id]/close-routes": ["closing_setup.changed"],
  "PATCH /api/projects/[id]/close-routes/[itemId]": ["closing_setup.changed"],
  "DELETE /api/projects/[id]/close-routes/[itemId]": ["closing_setup.changed"],
  "POST /api/conversations/[id]/close": ["close.asked"],
  "POST /api/conversations/[id]/mark-closed": ["close.marked"],
  "POST /api/closes/[id]/cancel": ["close.cancelled"],
  "POST /api/closes/[id]/retry": ["close.retried"],
  "POST /api/bulk-closes": ["bulk.asked"],
  "POST /api/bulk-closes/[id]/stop": ["bulk.stopped"],
  "POST /api/bulk-closes/[id]/retry-failed": ["bulk.retried"],
  "POST /api/deliveries/[id]/replay": ["delivery.replayed"],

  "POST /api/webhooks/jelou/[jelouProjectId]": "Jelou's own word, kept as a delivery",
  "POST /api/[...nowhere]": "answers that there is nothing",
  "PUT /api/[...nowhere]": "answers that there is nothing",
  "PATCH /api/[...nowhere]": "answers that there is nothing",
  "DELETE /api/[...nowhere]": "answers that there is nothing",
  "PATCH /api/account": "language, look and keys: of no weight for anybody else",
  "POST /api/account/identity":
    "begins a sign-in elsewhere, which leaves its row when it comes back",
  "POST /api/account/second-factor": "a secret that counts for nothing until it is confirmed",
  "POST /api/invitation/identity":
    "begins a sign-in elsewhere, which leaves its row when it comes back",
  "POST /api/password-reset/check": "looks, and changes nothing",
  "POST /api/conversations": "the conversation's story says who began it",
  "POST /api/conversations/[id]/start-again": "the conversation's story says who began it",
  "PUT /api/conversations/[id]/assignee":
    "handing work over is the day's work, and the list shows it",
  "POST /api/conversations/[id]/messages": "the message has its author",
  "POST /api/conversations/[id]/notes": "the note has its author",
  "POST /api/messages/[id]/retry": "the message has its author",
  "POST /api/messages/[id]/discard": "a message that never went out",
  "POST /api/conversations/[id]/read": "a reading mark of one's own",
  "POST /api/conversations/[id]/unread": "a reading mark of one's own",
  "PUT /api/conversations/[id]/presence": "who looks at what, gone in a minute",
  "PUT /api/conversations/[id]/drafts/[kind]": "what nobody has sent",
  "POST /api/canned-answers": "a text to begin with; what goes out is a message with its author",
  "PATCH /api/canned-answers/[id]":
    "a text to begin with; what goes out is a message with its author",
  "DELETE /api/canned-answers/[id]":
    "a text to begin with; what goes out is a message with its author",
  "POST /api/canned-answers/[id]/used": "a count",
  "POST /api/uploads": "a file that is nothing until a message carries it",
  "DELETE /api/uploads/[id]": "a file that no message carries",
};

/** The routes under app/api that aren't GET, as "POST /api/users". */
export const changingRoutes = globSync("app/api/**/route.ts", { cwd: root }).flatMap((file) => {
  const path = file.replace(/^app/, "").replace(/\/route\.ts$/, "");
  const text = readFileSync(`${root}${file}`, "utf8");
  const methods = ["POST", "PUT", "PATCH", "DELETE"].filter((method) =>
    new RegExp(`^export [^;]*\\b${method}\\b`, "m").test(text),
  );
  return methods.map((method) => `${method} ${path}`);
});

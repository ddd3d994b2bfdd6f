import type { Flag, Json } from "./schema";

export interface Users {
  id: string;
  email: string;
  name: string;
  role: "agent" | "supervisor" | "admin";
  password_hash: string;
  active: Flag;
  locale: string | null;
  theme: string | null;
  preferences: Json | null;
  /** Sealed; it counts only where `totp_since` is set. A code's time step is taken once. */
  totp_secret: string | null;
  totp_since: number | null;
  totp_last_step: number | null;
  /** Null where he never has, as far as the desk knows. */
  signed_in_at: number | null;
  created_at: number;
  updated_at: number;
}

export interface Sessions {
  id: string;
  user_id: string;
  created_at: number;
  expires_at: number;
  method: "password" | "oidc" | "link" | null;
  address: string | null;
  user_agent: string | null;
  seen_at: number | null;
  /** Until then an identity that comes back from the OpenID provider is connected to its user. */
  connect_until: number | null;
}

/** Of an invitation or a password reset; the token itself is with whom it was made for. */
export interface OneTimeLinks {
  token_hash: string;
  purpose: "invitation" | "password_reset";
  user_id: string;
  created_by: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

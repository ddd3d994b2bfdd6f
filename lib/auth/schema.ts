export const roles = ["agent", "supervisor", "admin"] as const;
export type Role = (typeof roles)[number];

export const locales = ["es", "en", "pt"] as const;
export type Locale = (typeof locales)[number];

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

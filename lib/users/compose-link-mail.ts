import type { Locale } from "@/lib/auth/schema";

type Link = {
  purpose: "invitation" | "password_reset";
  to: { name: string; address: string };
  url: string;
  /** Where the desk is reached. */
  desk: string;
};

type Words = { subject: string; greeting: string; why: string; act: string; ends: string };

/** A mail that brings somebody his link, as text and as HTML that says the same. */
export function composeLinkMail(locale: Locale, { purpose, to, url, desk }: Link) {
  const words = wordings[locale][purpose](to.name, desk);
  const { subject, greeting, why, act, ends } = words;
  const [e, href] = [escapeHtml, escapeHtml(url)];
  const html = `<!doctype html><html lang="${locale}"><body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#1c1c1c">
<p>${e(greeting)}</p><p>${e(why)}</p>
<p><a href="${href}" style="display:inline-block;padding:10px 16px;border-radius:6px;background:#1f5f4f;color:#ffffff;text-decoration:none">${e(act)}</a></p>
<p style="color:#5c5c5c">${href}</p><p style="color:#5c5c5c">${e(ends)}</p></body></html>`;
  return { to, subject, text: [greeting, why, `${act}:\n${url}`, ends, ""].join("\n\n"), html };
}

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

type Wording = (name: string, desk: string) => Words;

const wordings: Record<Locale, Record<Link["purpose"], Wording>> = {
  es: {
    invitation: (name, desk) => ({
      subject: "Tu acceso a Mostrador",
      greeting: `Hola, ${name}:`,
      why: `Te dieron acceso a Mostrador (${desk}), donde tu equipo atiende las conversaciones. Elige tu contraseña para entrar.`,
      act: "Elegir contraseña",
      ends: "El enlace sirve una vez, durante 7 días. Si no esperabas este correo, no hagas nada.",
    }),
    password_reset: (name, desk) => ({
      subject: "Contraseña nueva para Mostrador",
      greeting: `Hola, ${name}:`,
      why: `Alguien pidió una contraseña nueva para tu cuenta de Mostrador (${desk}).`,
      act: "Elegir contraseña nueva",
      ends: "El enlace sirve una vez, durante una hora. Si no fuiste tú, no hagas nada: tu contraseña sigue siendo la misma.",
    }),
  },
  en: {
    invitation: (name, desk) => ({
      subject: "Your access to Mostrador",
      greeting: `Hello ${name},`,
      why: `You were given access to Mostrador (${desk}), where your team answers conversations. Choose a password to sign in.`,
      act: "Choose a password",
      ends: "The link works once, for 7 days. If you didn't expect this mail, do nothing.",
    }),
    password_reset: (name, desk) => ({
      subject: "A new password for Mostrador",
      greeting: `Hello ${name},`,
      why: `Somebody asked for a new password for your account at Mostrador (${desk}).`,
      act: "Choose a new password",
      ends: "The link works once, for one hour. If it wasn't you, do nothing: your password stays as it is.",
    }),
  },
  pt: {
    invitation: (name, desk) => ({
      subject: "Seu acesso ao Mostrador",
      greeting: `Olá, ${name}:`,
      why: `Você recebeu acesso ao Mostrador (${desk}), onde a sua equipe atende as conversas. Escolha uma senha para entrar.`,
      act: "Escolher a senha",
      ends: "O link serve uma vez, por 7 dias. Se você não esperava este e-mail, não faça nada.",
    }),
    password_reset: (name, desk) => ({
      subject: "Nova senha do Mostrador",
      greeting: `Olá, ${name}:`,
      why: `Alguém pediu uma nova senha para a sua conta no Mostrador (${desk}).`,
      act: "Escolher nova senha",
      ends: "O link serve uma vez, por uma hora. Se não foi você, não faça nada: a sua senha continua a mesma.",
    }),
  },
};

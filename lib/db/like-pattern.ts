/** For `like … escape '\'`: finds the text anywhere, its own %, _ and \ as themselves. */
export const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Text as it stands between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** As `escapeHtml`, of which a number is not broken across lines, nor a percent sign from it. */
export function escapeSentence(text: string): string {
  return escapeHtml(text).replace(/(?<=\d) (?=[\d%])/g, '&nbsp;');
}

/** JSON that cannot end the script element that it stands in. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** JavaScript that cannot end the script element that it stands in: `</script` occurs only in strings and patterns. */
export function scriptText(code: string): string {
  return code.replaceAll(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '<\\!--');
}

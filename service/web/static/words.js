// The words of the scripts in the language of the page. The server puts them there where they are
// not English; the texts in the scripts are the keys (gettext).

const element = document.getElementById("words");
const { words = {}, forms = {} } = element ? JSON.parse(element.textContent) : {};
export const lang = document.documentElement.lang || "en";
const rules = new Intl.PluralRules(lang);
// Digits as the rest of the page has them; some browsers know no Kazakh, which writes numbers as
// Russian does.
export const locale = lang === "kk" ? ["kk", "ru"] : `${lang}-u-nu-latn`;

const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

export function _(text, values = {}) {
  return filled(words[text]?.[0] ?? text, values);
}

export function ngettext(one, many, n, values = {}) {
  const known = words[one];
  const text = known ? known[forms[rules.select(n)]] ?? known.at(-1) : n === 1 ? one : many;
  return filled(text, { num: n.toLocaleString(locale), ...values });
}

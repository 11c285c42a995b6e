// What an attribute in schema.json may hold, by the same `check` rules as workshop/prose/attributes.py,
// so that the browser never builds what the server would refuse.

const URL_MAX_LENGTH = 2000;

const RULES = {
  one_of: (value, options) => options.includes(value),
  integer: (value, [least, most]) => Number.isSafeInteger(value) && value >= least && value <= most,
  text: isText,
  url: isUrl,
  suggestion_id: (value, most) => isCount(value) || (isText(value, most) && value !== ""),
  changed_value: isChangedValue,
};

/** A function that tells whether a value passes the rule: {one_of: […]}, {text: 1000} and so on. */
export function checker(check) {
  const [[rule, limit]] = Object.entries(check);
  return (value) => RULES[rule](value, limit);
}

/** The same as ProseMirror asks for it: throws RangeError on what the rule forbids. */
export function validator(check) {
  const passes = checker(check);
  return (value) => {
    if (!passes(value)) throw new RangeError(`An attribute cannot be ${String(value).slice(0, 50)}`);
  };
}

function isText(value, most) {
  return typeof value === "string" && value.length <= most && value.isWellFormed();
}

function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Browsers drop control characters and blanks before they read a scheme ("java\tscript:"), so none may be there. */
function isUrl(value, schemes) {
  const address = new RegExp(`^(?:${schemes.join("|")}):[^\\x00-\\x20\\x7f]+$`, "i");
  return isText(value, URL_MAX_LENGTH) && address.test(value);
}

function isChangedValue(value, most) {
  if (value === null || typeof value === "boolean" || Number.isFinite(value)) return true;
  return typeof value === "object" || isText(value, most);
}

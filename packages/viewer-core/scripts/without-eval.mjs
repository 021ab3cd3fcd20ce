/** The glue that Emscripten writes around WebAssembly, with its two functions made of text replaced by closures. */

const NOTICE =
  '/* Changed by Vectreal: functions that were made from text are closures, so no policy has to allow eval. */\n'

const CHANGES = [
  {
    what: 'what calls a bound C++ function',
    from: 'let[args,invokerFnBody]=createJsInvoker(argTypes,isClassMethodFunc,returns,isAsync);args.push(invokerFnBody);var invokerFn=newFunc(Function,args)(...closureArgs);',
    to: `
var first = isClassMethodFunc ? 1 : 2;
var invokerFn = function (...given) {
  if (given.length !== argCount - 2) {
    throwBindingError("function " + humanName + " called with " + given.length + " arguments, expected " + (argCount - 2));
  }
  var destructors = needsDestructorStack ? [] : null;
  var wired = argTypes.slice(first).map((type, index) =>
    type["toWireType"](destructors, first + index === 1 ? this : given[first + index - 2]));
  var rv = cppInvokerFunc(cppTargetFunc, ...wired);
  if (needsDestructorStack) runDestructors(destructors);
  else wired.forEach((value, index) => argTypes[first + index].destructorFunction?.(value));
  if (returns) return argTypes[0]["fromWireType"](rv);
};
`,
  },
  {
    what: 'what C++ calls a function of JavaScript with',
    from: /var functionBody=`return function \(obj, func, destructorsRef, args\).*?var invokerFunction=newFunc\(Function,params\)\(\.\.\.args\);/s,
    to: `
var offset = 0;
var offsets = types.map((type) => {
  offset += type["argPackAdvance"];
  return offset - type["argPackAdvance"];
});
var invokerFunction = (obj, func, destructorsRef, args) => {
  var given = types.map((type, index) => type.readValueFromPointer(args + offsets[index]));
  var rv = kind === 1 ? new func(...given) : func.call(obj, ...given);
  if (!retType.isVoid) return emval_returnValue(retType, destructorsRef, rv);
};
`,
  },
]

/** @throws Error where the code is not as it was when this was written */
export function withoutEval(code) {
  let changed = code
  for (const { what, from, to } of CHANGES) {
    const next = changed.replace(from, () => to)
    if (next === changed) throw new Error(`The transcoder has changed: ${what} is not where it was`)
    changed = next
  }
  if (/newFunc\(Function|new Function|\beval\(/.test(changed)) {
    throw new Error('The transcoder still makes a function from text')
  }
  return NOTICE + changed
}

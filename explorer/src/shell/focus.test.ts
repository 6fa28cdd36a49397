// Where the focus goes when the button that had it is removed or disabled.
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepFocus } from "./focus.ts";

let end = () => {};
const at = (id: string) => document.getElementById(id) as HTMLElement;
const now = () => document.activeElement?.id;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  document.body.innerHTML = `<button id="header"></button><main id="main" tabindex="-1"><div id="page">
    <section id="list"><ul><li id="one"><button id="a"></button></li><li id="two"><button id="b"></button></li></ul></section>
    <section id="only"><div><button id="c"></button></div></section>
    <div data-passes-on><button id="undo"></button><button id="off" disabled></button><button id="redo"></button></div>
    <button id="save"></button></div></main>`;
  end = keepFocus(at("main"));
});
afterEach(() => end());

test("the next in the same place has it, else the one before", async () => {
  at("a").focus();
  at("one").remove();
  await settled();
  expect(now()).toBe("b");
  at("two").insertAdjacentHTML("beforebegin", '<li><button id="before"></button></li>');
  at("two").remove();
  await settled();
  expect(now()).toBe("before");
});

test("a place in which nothing is left has it itself, and is left as it was else", async () => {
  at("c").focus();
  at("only").innerHTML = "<p>Nothing.</p>";
  await settled();
  expect(now()).toBe("only");
});

test("another page has it as a whole", async () => {
  at("c").focus();
  at("main").innerHTML = '<div id="other"><button id="first"></button></div>';
  await settled();
  expect(now()).toBe("main");
});

test("in a list by the line, a line has it and not another line's button", async () => {
  at("one").parentElement?.setAttribute("data-by-line", "");
  at("a").focus();
  at("a").remove();
  await settled();
  expect(now()).toBe("one");
  at("b").focus();
  at("two").remove();
  await settled();
  expect(now()).toBe("one");
});

test("what is removed bit by bit, from the inside out, is the same", async () => {
  at("a").focus();
  at("a").remove();
  at("one").remove();
  await settled();
  expect(now()).toBe("b");
});

test("a button that is busy gets it back, one of a group that passes it on does not", async () => {
  const set = (id: string, isDisabled: boolean) => {
    (at(id) as HTMLButtonElement).disabled = isDisabled;
  };
  at("save").focus();
  set("save", true);
  await settled();
  at("save").blur(); // as a browser does before it draws
  await settled();
  set("save", false);
  await settled();
  expect(now()).toBe("save");
  at("undo").focus();
  set("undo", true);
  await settled();
  expect(now()).toBe("redo");
});

test("who left it by themselves, or is elsewhere, is left alone", async () => {
  at("a").focus();
  at("a").blur();
  await settled();
  at("one").remove();
  await settled();
  expect(document.activeElement).toBe(document.body);
  at("b").focus();
  at("header").focus();
  at("two").remove();
  await settled();
  expect(now()).toBe("header");
});

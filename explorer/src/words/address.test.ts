import { expect, test } from "vitest";
import { addressLine, shortAddress } from "./address.ts";

const BOTH = {
  fullAddress: "远汐市安园路1号",
  latinAddress: "1 Anyuan Lu, Yongfang, Yuanxi",
  label: "安园路 1号 · 991010",
};
const CHINESE = { ...BOTH, latinAddress: null };

test("each language has its own line, and its own place for the room", () => {
  expect(addressLine("zh", BOTH, "302")).toBe("远汐市安园路1号 302");
  expect(addressLine("en", BOTH, "302")).toBe("302, 1 Anyuan Lu, Yongfang, Yuanxi");
  expect(addressLine("en", BOTH)).toBe("1 Anyuan Lu, Yongfang, Yuanxi");
  expect(shortAddress("en", BOTH)).toBe("1 Anyuan Lu");
  expect(shortAddress("zh", BOTH)).toBe(BOTH.label);
});

test("what the register has in Chinese only is shown so", () => {
  expect(addressLine("en", CHINESE, "302")).toBe("远汐市安园路1号 302");
  expect(shortAddress("en", CHINESE)).toBe(CHINESE.label);
  expect(addressLine("en", null, "302")).toBe("302");
  expect(addressLine("en", null)).toBe("");
});

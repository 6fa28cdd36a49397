import { expect, test } from "vitest";
import { addressLine, shortAddress } from "./address.ts";

const BOTH = {
  fullAddress: "远汐市安园路1号",
  latinAddress: "1 Anyuan Lu, Yongfang, Yuanxi",
  thoroughfare: "安园路",
  locatorDesignator: "1号",
};
const CHINESE = { ...BOTH, latinAddress: null };

test("each language has its own line, and its own place for the room", () => {
  expect(addressLine("zh", BOTH, "302")).toBe("远汐市安园路1号 302");
  expect(addressLine("en", BOTH, "302")).toBe("302, 1 Anyuan Lu, Yongfang, Yuanxi");
  expect(addressLine("en", BOTH)).toBe("1 Anyuan Lu, Yongfang, Yuanxi");
  expect(shortAddress("en", BOTH)).toBe("1 Anyuan Lu");
  expect(shortAddress("zh", BOTH)).toBe("安园路 1号");
});

test("what the register has in Chinese only is shown so", () => {
  expect(addressLine("en", CHINESE, "302")).toBe("远汐市安园路1号 302");
  expect(shortAddress("en", CHINESE)).toBe("安园路 1号");
  expect(addressLine("en", null, "302")).toBe("302");
  expect(addressLine("en", null)).toBe("");
});

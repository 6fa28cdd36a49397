import { expect, test } from "vitest";
import { addressLine, placeLine, shortAddress } from "./address.ts";

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

test("a home without a room is its street, and says so", () => {
  const unit = { name: "安宁街道", latinName: "Anning" };
  expect(placeLine("en", { address: null, room: null, unit })).toBe("Anning, no room on the register");
  expect(placeLine("zh", { address: null, room: null, unit })).toBe("安宁街道（登记册上没有房间）");
  expect(placeLine("en", { room: { designator: "302", building: { address: BOTH } }, unit })).toBe(
    "302, 1 Anyuan Lu, Yongfang, Yuanxi",
  );
  expect(placeLine("en", { address: null, room: null, unit: null })).toBe("");
});

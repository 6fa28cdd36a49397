// Purpose: what identifies a notice, a delivery and a channel, and how those that wait to be delivered are found.
// Parameters: none.
// A row: none.
// Index: each constraint brings its own; a delivery that is made loses `isWaiting`, and leaves the index with it.
CREATE CONSTRAINT notice_id IF NOT EXISTS FOR (node:Notice) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT delivery_id IF NOT EXISTS FOR (node:Delivery) REQUIRE node.id IS UNIQUE;
CREATE CONSTRAINT notice_channel_id IF NOT EXISTS FOR (node:NoticeChannel) REQUIRE node.id IS UNIQUE;
CREATE INDEX delivery_waiting IF NOT EXISTS FOR (node:Delivery) ON (node.isWaiting);

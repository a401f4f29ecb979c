import { describe, expect, it } from 'vitest';
import { fits, roomLeft } from '../../../src/model/values/seats.ts';

describe('room for more', () => {
  it.each([
    { capacity: null, taken: 9, room: null },
    { capacity: 10, taken: 9, room: 1 },
    { capacity: 10, taken: 10, room: 0 },
    { capacity: 10, taken: 11, room: 0 },
    { capacity: 0, taken: 0, room: 0 },
  ])('with $taken of $capacity taken is $room', ({ capacity, taken, room }) => {
    expect(roomLeft(capacity, taken)).toBe(room);
  });

  it.each([
    { quantity: 1, room: 1, answer: true },
    { quantity: 2, room: 1, answer: false },
    { quantity: 1000, room: null, answer: true },
    { quantity: 0, room: null, answer: false },
    { quantity: -1, room: 5, answer: false },
  ])('takes $quantity where there is $room: $answer', ({ quantity, room, answer }) => {
    expect(fits(quantity, room)).toBe(answer);
  });
});

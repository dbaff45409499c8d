// Unknown options of pictures, and values that are not tensors, are refused by name.
import { images, torch } from 'tadpole';

const pictures = torch.zeros([2, 1, 4, 4]);
const given = (options: object) => options as never;

test.each<[attempt: () => unknown, message: string]>([
  [
    () => images.makeGrid(pictures, given({ colums: 2 })),
    "makeGrid: unknown option 'colums'; did you mean 'columns'?",
  ],
  [() => images.saveGrid('never.png', pictures, given({ rnage: [0, 1] })), "did you mean 'range'?"],
  [() => images.saveImage('never.png', pictures.at(0), given({ scal: 2 })), "did you mean 'scale'?"],
  [() => images.encodeApng([], given({ frames: 3 })), "encodeApng: unknown option 'frames'"],
  [() => images.makeGrid(undefined as never), "argument 'images' must be a Tensor, got undefined"],
  [
    () => images.saveGrid('never.png', [pictures] as never),
    "argument 'images' must be a Tensor, got an array of 1",
  ],
  [
    () => images.saveImage('never.png', null as never),
    "saveImage: argument 'image' must be a Tensor, got null",
  ],
])('%#', (attempt, message) => {
  expect(attempt).toThrow(TypeError);
  expect(attempt).toThrow(message);
});

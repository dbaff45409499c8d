// Every collective operation once; prints what this rank has afterwards.
import * as dist from 'tadpole/dist';
import * as torch from 'tadpole/torch';

const { rank, size, backends } = await dist.join({ timeout: 60 });
const values = (tensor) => [...tensor.toTypedArray()].map(Number);
const own = (...numbers) =>
  torch.tensor(
    numbers.map((number) => number + rank),
    { dtype: 'float64' },
  );

const broadcast = [own(1, 2), torch.tensor(rank === 0 ? [true, false] : [false, false])];
dist.broadcast(broadcast);

// loss of rank r = (r + 1) * s^3 with s the sum of x over the ranks.
const x = torch.tensor(rank + 2, { dtype: 'float64', requiresGrad: true });
const loss = dist
  .sum(x)
  .pow(3)
  .mul(rank + 1);
const [first] = torch.autograd.grad(loss, [x], { createGraph: true });
const [second] = torch.autograd.grad(first, [x]);

const both = torch.zeros([2], { dtype: 'float64', requiresGrad: true });
const onlyOnFirst = torch.zeros([1], { dtype: 'float64', requiresGrad: true });
const nowhere = torch.zeros([1], { dtype: 'float64', requiresGrad: true });
both
  .mul(rank + 1)
  .sum()
  .backward();
if (rank === 0) onlyOnFirst.mul(5).sum().backward();
dist.sumGradients([both, onlyOnFirst, nowhere]);

const share = dist.shareOf(5, { rank, size });
const rows = torch.arange(share.start, share.start + share.count, { dtype: 'float64' }).reshape([-1, 1]);

let refused = '';
try {
  dist.broadcast([own(1)], 7);
} catch (error) {
  refused = error.message;
}

console.log(
  JSON.stringify({
    names: [dist.rank, dist.size, rank, size, backends],
    sum: values(dist.allReduce(own(1, 2))),
    max: values(dist.allReduce(own(1, 2), 'max')),
    min: values(dist.allReduce(torch.tensor([rank + 3], { dtype: 'int64' }), 'min')),
    transposed: values(dist.allReduce(torch.ones([2, 3]).t())),
    broadcast: broadcast.map(values),
    gathered: dist.allGather(own(0)).map(values),
    exchanged: dist.exchange({ rank, text: 'ä'.repeat(rank) }),
    fromFirst: dist.fromFirst(rank === 0 ? { steps: [1, 2] } : null),
    anyOf: dist.anyOf([rank === 1, false]),
    gradients: [first.item(), second.item()],
    summed: [values(both.grad), values(onlyOnFirst.grad), nowhere.grad],
    joined: values(dist.joinShares(rows, share)),
    named: Object.entries(
      dist.tensorsFromFirst(rank === 0 ? { a: torch.ones([2], { dtype: 'bfloat16' }), b: own(4) } : {}),
    ).map(([name, tensor]) => [name, tensor.dtype, values(tensor.to('float64'))]),
    refused,
  }),
);
dist.barrier();
await dist.leave();

// TypeScript runs as it is: Node strips the types.
interface Plant {
  readonly name: string;
  heights: number[];
}

type Summary<T> = { [K in keyof T]: string };

function summarise(plant: Plant): Summary<Plant> {
  const last = plant.heights.at(-1) as number;
  return { name: plant.name.toUpperCase(), heights: `${plant.heights.length} measurements, now ${last} cm` };
}

const plants: Plant[] = [
  { name: 'fern', heights: [3, 5, 8] },
  { name: 'moss', heights: [1, 1.5] },
];
for (const plant of plants) console.log(summarise(plant));

const { area } = await import('./shapes.ts');
console.log(area({ kind: 'circle', radius: 2 }).toFixed(3), area({ kind: 'rectangle', width: 3, height: 4 } as const));
export type { Plant };

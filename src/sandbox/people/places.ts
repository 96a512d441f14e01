import type { Weighted } from './chance.js';

/** Where sample people live, what they are called there, how they are reached. Names are common ones, nobody's own. */
export interface Place {
  readonly country: string;
  readonly cities: readonly string[];
  readonly dial: string;
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
}

const words = (text: string): readonly string[] => text.split(',').map((word) => word.trim());

/** With how often each turns up. */
export const PLACES: Weighted<Place> = [
  [
    {
      country: 'Netherlands',
      cities: words('Amsterdam, Rotterdam, Utrecht, Eindhoven, Groningen, Zwolle, Den Haag, Breda'),
      dial: '+31 20 ',
      firstNames: words(
        'Sanne, Daan, Fleur, Bram, Lotte, Thijs, Anouk, Jeroen, Maaike, Ruben, Femke, Sjoerd, Noor, Pieter, Zoë, Willem, Yara, Joost, Hanneke, Mehmet',
      ),
      lastNames: words(
        'de Vries, Jansen, van den Berg, Bakker, Visser, Smit, Meijer, Mulder, de Groot, Bos, Vos, Peters, Hendriks, van Dijk, Dekker, Brouwer, Koster, Yılmaz, Kuipers, Postma',
      ),
    },
    38,
  ],
  [
    {
      country: 'Belgium',
      cities: words('Gent, Antwerpen, Brussel, Leuven, Luik, Brugge'),
      dial: '+32 2 ',
      firstNames: words(
        'Wouter, Lien, Jef, Amélie, Thomas, Eline, Bart, Charlotte, Dries, Noémie, Koen, Sofie, Mathieu, Griet',
      ),
      lastNames: words(
        'Peeters, Janssens, Maes, Dubois, Claes, Goossens, Lambert, De Smet, Wouters, Dupont, Aerts, Lemaire',
      ),
    },
    15,
  ],
  [
    {
      country: 'Germany',
      cities: words('Berlin, Hamburg, München, Köln, Leipzig, Stuttgart'),
      dial: '+49 30 ',
      firstNames: words(
        'Jürgen, Katrin, Lukas, Anja, Felix, Hannah, Stefan, Miriam, Björn, Claudia, Jonas, Leonie, Uwe, Aylin',
      ),
      lastNames: words(
        'Müller, Schmidt, Schneider, Weiß, Hoffmann, Becker, Krüger, Wagner, Großmann, Vogel, Kaya, Lehmann, Böhm',
      ),
    },
    17,
  ],
  [
    {
      country: 'United Kingdom',
      cities: words('London, Manchester, Bristol, Leeds'),
      dial: '+44 20 ',
      firstNames: words('Oliver, Priya, James, Emily, Callum, Grace, Harriet, Mohammed, Siobhán, Rhys, Zara, Tom'),
      lastNames: words("Taylor, Patel, O'Connor, Wright, Khan, Hughes, Edwards, Clarke, Okafor, Davies, Bennett"),
    },
    8,
  ],
  [
    {
      country: 'United States',
      cities: words('Austin, Boston, Chicago, Denver, New York'),
      dial: '+1 512 ',
      firstNames: words('Ashley, Brandon, Maria, Kevin, Jasmine, Tyler, Rachel, Miguel, Heather, Darnell, Emma, Wei'),
      lastNames: words('Johnson, Garcia, Miller, Nguyen, Davis, Rodriguez, Thompson, Chen, Carter, Reyes, Walker'),
    },
    8,
  ],
  [
    {
      country: 'France',
      cities: words('Paris, Lyon, Lille, Nantes'),
      dial: '+33 1 ',
      firstNames: words('Camille, Théo, Élodie, Julien, Inès, Maxime, Chloé, Antoine, Françoise, Karim'),
      lastNames: words('Martin, Bernard, Lefèvre, Moreau, Girard, Fontaine, Benali, Rousseau, Garnier'),
    },
    7,
  ],
  [
    {
      country: 'Poland',
      cities: words('Warszawa, Kraków, Wrocław'),
      dial: '+48 22 ',
      firstNames: words('Łukasz, Agnieszka, Paweł, Małgorzata, Tomasz, Zofia'),
      lastNames: words('Nowak, Kowalska, Wójcik, Zieliński, Dąbrowska'),
    },
    3,
  ],
  [
    {
      country: 'Denmark',
      cities: words('København, Aarhus'),
      dial: '+45 33 ',
      firstNames: words('Søren, Freja, Mads, Astrid, Kåre'),
      lastNames: words('Nielsen, Jørgensen, Møller, Østergaard'),
    },
    2,
  ],
  [
    {
      country: 'India',
      cities: words('Bengaluru, Pune, Delhi'),
      dial: '+91 80 ',
      firstNames: words('Ananya, Rohan, Kavya, Vikram, Meera'),
      lastNames: words('Sharma, Iyer, Gupta, Reddy, Nair'),
    },
    2,
  ],
];

/** Letters that do not come apart into a plain one and its marks. */
const PLAIN: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', ß: 'ss', ı: 'i', æ: 'ae' };

/** A name as it stands in an e-mail address: `van den Berg` → `vandenberg`, `Jürgen` → `jurgen`. */
export function asciiOf(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[łøßıæ]/g, (letter) => PLAIN[letter] ?? '')
    .replace(/[^a-z0-9]/g, '');
}

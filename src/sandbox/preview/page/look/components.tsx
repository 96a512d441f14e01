import { createController } from '@remote-ui/react/host';
import * as buttons from './buttons';
import * as charts from './charts';
import * as inputs from './inputs';
import * as layout from './layout';
import * as tabs from './tabs';
import * as words from './words';

/** HubSpot's components as this page draws them, by HubSpot's names. Remote components are told apart by name alone. */
const COMPONENTS = {
  ...buttons,
  ...charts,
  ...inputs,
  ...layout,
  ...tabs,
  ...words,
};

/** Draws what a card shows. A component this page does not have is seen to be missing. */
export const controller = createController(COMPONENTS, {
  renderComponent: ({ component }, options) => {
    const name = String(component.type);
    if (Object.hasOwn(COMPONENTS, name)) return options.renderDefault();
    return <mark key={component.id}>The preview has no component {name}</mark>;
  },
});
